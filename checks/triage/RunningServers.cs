using System.Globalization;
using System.Text;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>The MySQL and MariaDB servers that run on this host, as far as this user can see: the checks log in to one of them, and
/// the others must not go unmentioned. Only names and arguments of processes are read; nothing that they name is opened.</summary>
internal static class RunningServers
{
    private const int Most = 20;
    private static readonly string[] Names = ["mysqld", "mariadbd"];
    private static readonly string[] TellingOptions =
        ["--port=", "--socket=", "--datadir=", "--defaults-file=", "--defaults-group-suffix="];

    /// <summary>One phrase for each: "pid 812 mariadbd --port=3307".</summary>
    public static List<string> Find(HostFiles files)
    {
        var found = new List<string>();
        foreach (var process in (files.List("/proc") ?? []).Where(name => name.All(char.IsAsciiDigit))
                     .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal))
        {
            var command = files.Read($"/proc/{process}/comm").Text.TrimEnd('\n');
            if (Names.Contains(command) && found.Count < Most)
                found.Add(Describe(files, process, command));
        }

        return found;
    }

    private static string Describe(HostFiles files, string process, string command)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"pid {process} {command}"));
        foreach (var word in files.Read($"/proc/{process}/cmdline").Text.Split('\0'))
        {
            if (Array.Exists(TellingOptions, option => word.StartsWith(option, StringComparison.Ordinal)))
                text.Append(' ').Append(word);
        }

        return UntrustedText.Clean(text.ToString(), 160);
    }
}
