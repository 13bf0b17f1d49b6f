using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>The executables of this suite in a directory.</summary>
internal static class SuiteDirectory
{
    /// <summary>Paths of the checks to run, in order of name.</summary>
    /// <param name="directory">Where to look.</param>
    /// <param name="suite">The names of the suite's checks.</param>
    /// <param name="only">Value of <c>--only</c>, or null for all.</param>
    /// <param name="skip">Value of <c>--skip</c>, or null for none.</param>
    /// <exception cref="CheckException">A name is not of this suite or not there, or nothing is left to run.</exception>
    public static IReadOnlyList<string> Checks(string directory, IReadOnlyList<string> suite, string? only, string? skip)
    {
        var wanted = only is null ? suite : Names("--only", only, suite);
        var skipped = skip is null ? [] : Names("--skip", skip, suite);
        var paths = new List<string>();
        foreach (var name in wanted.Except(skipped).Order(StringComparer.Ordinal))
        {
            // Full: a relative path would be looked for beside triage first (Process.Start).
            var path = Path.GetFullPath(name, Path.GetFullPath(directory));
            if (File.Exists(path))
                paths.Add(path);
            else if (only is not null)
                throw CheckException.Usage("--only", name, $"is not in {directory}");
        }

        return paths.Count > 0 ? paths : throw new CheckException($"no check of this suite to run in {directory}");
    }

    private static List<string> Names(string option, string list, IReadOnlyList<string> suite)
    {
        var names = new List<string>();
        foreach (var word in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var name = word.StartsWith("check_", StringComparison.Ordinal) ? word : "check_" + word;
            if (!suite.Contains(name))
                throw CheckException.Usage(option, word, $"is no check of this suite; there are "
                    + $"{string.Join(", ", suite.Select(known => known[6..]))}");
            names.Add(name);
        }

        return names;
    }
}
