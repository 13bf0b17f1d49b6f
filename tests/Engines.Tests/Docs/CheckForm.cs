namespace Docs.Tests;

/// <summary>The form that every result has, whatever this machine makes of the check.</summary>
internal static class CheckForm
{
    /// <summary>Fails unless the first line begins NAME STATE - with the state's own word, and the perfdata can be cut into
    /// items.</summary>
    public static void Assert(string executable, CheckArrival result)
    {
        var name = (executable.StartsWith("check_", StringComparison.Ordinal) ? executable[6..] : executable).ToUpperInvariant();
        var word = new[] { "OK", "WARNING", "CRITICAL", "UNKNOWN" }[result.State];
        Xunit.Assert.StartsWith($"{name} {word} - ", result.FirstLine, StringComparison.Ordinal);
        _ = PerfDataItem.Split(result.PerfData);
    }
}
