using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>The checks for which this site keeps options in the default file of <c>--extra-opts</c>: triage has each of them read its
/// section, without being told, so that by hand a check says what the engine's call of it says.</summary>
/// <param name="Checks">The checks that have a section.</param>
/// <param name="Problem">Why the file could not be read; null when it could, or when there is none.</param>
internal sealed record SiteSections(IReadOnlySet<string> Checks, string? Problem)
{
    /// <summary>Looks for the sections of these executables.</summary>
    public static SiteSections Find(IReadOnlyList<string> paths)
    {
        var checks = new HashSet<string>();
        try
        {
            foreach (var check in paths.Select(path => Path.GetFileName(path)))
            {
                if (ExtraOptions.HasDefaultSection(check))
                    checks.Add(check);
            }

            return new SiteSections(checks, null);
        }
        catch (CheckException failure)
        {
            return new SiteSections(new HashSet<string>(), failure.Message);
        }
    }
}
