namespace Nagios.Plugin;

/// <summary>
/// One section of an ini file as the Monitoring Plugins read it (lib/parse_ini.c of that project): <c>[name]</c>, then
/// <c>key = value</c>, a switch as <c>key =</c>, comments behind '#' or ';' at the beginning of a line only. The same section and the
/// same key may stand several times; nothing is unquoted.
/// </summary>
internal static class IniSection
{
    /// <summary>Reads a section.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="section">The section's name, without brackets.</param>
    /// <returns>The lines of the section; null when the file has no such section.</returns>
    /// <exception cref="CheckException">A line that is neither a section nor an option; names file and line.</exception>
    public static IReadOnlyList<IniEntry>? Read(string text, string path, string section)
    {
        List<IniEntry>? entries = null;
        var (isInside, isBeforeAll) = (false, true);
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text[range].Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            if (line[0] == '[')
            {
                isBeforeAll = false;
                isInside = Name(line, path, number) == section;
                if (isInside)
                    entries ??= [];
            }
            else if (isBeforeAll)
                throw Broken(path, number, "stands before the first [section]");
            else if (isInside)
                entries!.Add(Entry(line, path, number));
        }

        return entries;
    }

    private static string Name(string line, string path, int number)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        if (end < 0)
            throw Broken(path, number, "begins a section and has no ']'");
        if (line.AsSpan(end + 1).Trim() is { Length: > 0 } rest && rest[0] is not ('#' or ';'))
            throw Broken(path, number, "goes on behind its ']'; options stand on lines of their own");
        return line[1..end].Trim();
    }

    private static IniEntry Entry(string line, string path, int number)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw Broken(path, number, equals < 0 ? "has no '='; a switch is written with one and nothing behind it"
                : "has no option before its '='");
        return new IniEntry(line[..equals].TrimEnd(), line[(equals + 1)..].TrimStart(), number);
    }

    // The line itself is not shown: it may be half a password.
    private static CheckException Broken(string path, int number, string what) =>
        new($"--extra-opts: line {number} of {UntrustedText.Clean(path, 200)} {what}");
}
