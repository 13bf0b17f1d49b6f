using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The expectations of <c>--expect</c> and <c>--expectations</c>.</summary>
internal static class ExpectationList
{
    private const int MostBytes = 1024 * 1024;
    private static readonly string[] Everywhere = ["mysqld", "server", "mariadb", "mariadbd"];

    /// <exception cref="CheckException">An expectation or the file cannot be read.</exception>
    public static IReadOnlyList<Expectation> Of(string? given, string? path)
    {
        var list = new List<Expectation>();
        if (given is not null)
            TakeWords(list, given);
        if (path is not null)
            TakeFile(list, path);
        return list;
    }

    // A word without = belongs to the value before it, because lists have commas of their own.
    private static void TakeWords(List<Expectation> list, string given)
    {
        foreach (var word in given.Split(','))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && IsName(word[..equals].Trim()))
                list.Add(new Expectation(null, word[..equals].Trim(), word[(equals + 1)..].Trim()));
            else if (equals < 0 && list.Count > 0 && word.Trim().Length > 0)
                list[^1] = list[^1] with { Value = $"{list[^1].Value},{word.Trim()}" };
            else
                throw CheckException.Usage("--expect", given, "is not a list such as sync_binlog=1,max_connections=500");
        }
    }

    private static void TakeFile(List<Expectation> list, string path)
    {
        var content = new HostFiles("/").Read(Path.GetFullPath(path), MostBytes);
        if (content.Outcome != FileOutcome.Read)
            throw new CheckException($"--expectations: {UntrustedText.Clean(content.Explanation(), 300)}");
        string? server = null;
        var number = 0;
        foreach (var raw in content.Text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            if (line[0] == '[' && line[^1] == ']' && line.Length > 2)
            {
                var group = line[1..^1].Trim();
                server = Array.IndexOf(Everywhere, group) >= 0 ? null : group;
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? line : line[..equals]).Trim();
            if (!IsName(name))
                throw new CheckException(
                    $"--expectations: {UntrustedText.Clean(path, 200)}: line {number} is neither NAME=VALUE nor [GROUP]");
            list.Add(new Expectation(server, name, equals < 0 ? "ON" : Unquoted(line[(equals + 1)..].Trim())));
        }
    }

    private static string Unquoted(string value) =>
        value.Length > 1 && value[0] is '\'' or '"' && value[^1] == value[0] ? value[1..^1] : value;

    private static bool IsName(string name)
    {
        foreach (var sign in name)
        {
            if (!char.IsAsciiLetterOrDigit(sign) && sign is not ('_' or '-' or '.'))
                return false;
        }

        return name.Length > 0;
    }
}
