using System.Text;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// Options out of a file that a site keeps: <c>--extra-opts=[SECTION][@FILE]</c> as the Monitoring Plugins have it, with their
/// default section (the check's name) and their default files (lib/parse_ini.c of that project, version 2.3 and later).
/// </summary>
public static class ExtraOptions
{
    private const int LargestFile = 1024 * 1024;
    private const string StandardInput = "-";

    private static readonly string[] NamesInPath = ["monitoring-plugins.ini", "plugins.ini", "nagios-plugins.ini"];

    private static readonly string[] DefaultFiles =
    [
        "/usr/local/etc/monitoring-plugins/monitoring-plugins.ini",
        "/usr/local/etc/monitoring-plugins.ini",
        "/etc/monitoring-plugins/monitoring-plugins.ini",
        "/etc/monitoring-plugins.ini",
        "/etc/nagios/plugins.ini",
        "/usr/local/nagios/etc/plugins.ini",
        "/usr/local/etc/nagios/plugins.ini",
        "/etc/opt/nagios/plugins.ini",
        "/etc/nagios-plugins.ini",
        "/usr/local/etc/nagios-plugins.ini",
        "/etc/opt/nagios-plugins.ini",
    ];

    /// <summary>The file that is read when none is named: <c>$MP_CONFIG_FILE</c>, else the first of three names in the directories
    /// of <c>$NAGIOS_CONFIG_PATH</c>, else the first that exists of a list; null when there is none.</summary>
    public static string? DefaultFile()
    {
        if (Environment.GetEnvironmentVariable("MP_CONFIG_FILE") is { } named)
            return named;
        foreach (var directory in (Environment.GetEnvironmentVariable("NAGIOS_CONFIG_PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var name in NamesInPath)
            {
                if (FileStatus.Read($"{directory}/{name}") is not null)
                    return $"{directory}/{name}";
            }
        }

        return Array.Find(DefaultFiles, file => FileStatus.Read(file) is not null);
    }

    /// <summary>True when the default file has a section for a check, so that triage can pass <c>--extra-opts</c> on to it.</summary>
    /// <param name="check">The executable's name.</param>
    /// <exception cref="CheckException">There is a default file, and it cannot be read or has a broken line.</exception>
    public static bool HasDefaultSection(string check) =>
        DefaultFile() is { } file && IniSection.Read(Content(file).Text, file, check) is { Count: > 0 };

    /// <summary>Reads the options of one <c>--extra-opts</c>.</summary>
    /// <param name="locator">What was written: <c>[SECTION][@FILE]</c>, both parts optional.</param>
    /// <param name="check">The executable's name: the default section.</param>
    /// <exception cref="CheckException">No file, no such section, a broken line, or a file with a password that others may
    /// read.</exception>
    internal static IReadOnlyList<ExtraOption> Read(string locator, string check)
    {
        var at = locator.IndexOf('@', StringComparison.Ordinal);
        var section = at < 0 ? locator : locator[..at];
        if (section.Length == 0)
            section = check;
        var file = at < 0 ? DefaultFile() : locator[(at + 1)..];
        if (string.IsNullOrEmpty(file))
            throw new CheckException(
                $"--extra-opts: no file is named with @FILE, and there is none where monitoring-plugins look (MP_CONFIG_FILE, "
                + $"NAGIOS_CONFIG_PATH, {DefaultFiles[3]} and others)");

        var (text, status) = Content(file);
        var entries = IniSection.Read(text, file, section);
        if (entries is not { Count: > 0 })
            throw new CheckException(
                $"--extra-opts: {UntrustedText.Clean(file, 200)} has no section [{UntrustedText.Clean(section, 80)}] with options in it");
        RefuseOpenSecret(file, status, entries);
        return [.. entries.Select(
            entry => new ExtraOption(entry.Key, entry.Value, $"{UntrustedText.Clean(file, 200)}, line {entry.Line}"))];
    }

    private static void RefuseOpenSecret(string file, FileStatus? status, IReadOnlyList<IniEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!SecretFile.IsSecret(entry.Key) || status is not { } known || SecretFile.ProblemOf(known) is not { } problem)
                continue;
            throw new CheckException(
                $"--extra-opts: {UntrustedText.Clean(file, 200)} holds a {entry.Key} in line {entry.Line} and {problem}")
            {
                Steps = [SecretFile.Remedy(file)],
            };
        }
    }

    private static (string Text, FileStatus? Status) Content(string file)
    {
        if (file == StandardInput)
            return (Text(FileDescriptor.StandardInput, file), null);
        using var opened = FileDescriptor.Open(file, FileOpening.Read | FileOpening.NonBlocking, out var error);
        if (opened is null)
            throw Unreadable(file, error);
        if (opened.Status is not { IsRegularFile: true } status)
            throw Unreadable(file, SystemError.NotARegularFile);
        return (Text(opened, file), status);
    }

    private static string Text(FileDescriptor opened, string file)
    {
        var error = opened.ReadAll(LargestFile, out var content);
        return error == 0 ? Encoding.UTF8.GetString(content) : throw Unreadable(file, error);
    }

    private static CheckException Unreadable(string file, int error) =>
        new($"--extra-opts: {UntrustedText.Clean(file, 200)} cannot be read: {SystemError.Text(error)}");
}
