namespace NagiosChecks.KernelModules;

/// <summary>
/// The names in modules-load.d(5) and modules(5) files: one a line, comments begin with '#' or ';', parameters may follow the
/// name in /etc/modules.
/// </summary>
internal static class BootModules
{
    /// <summary>Reads one file.</summary>
    public static List<BootModule> Parse(string path, string text)
    {
        List<BootModule> modules = [];
        var number = 0;
        foreach (var physical in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = physical.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
                continue;
            var end = line.IndexOfAny(' ', '\t');
            modules.Add(new BootModule((end < 0 ? line : line[..end]).ToString(), new SourceLine(path, number, line.ToString())));
        }

        return modules;
    }
}
