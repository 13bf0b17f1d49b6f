using System.Text.RegularExpressions;

namespace Published.Tests;

/// <summary>Every published executable, and what any output of one must look like.</summary>
internal static partial class PublishedCheck
{
    /// <summary>The executables, as rows of a test table.</summary>
    public static TheoryData<string> All => [.. Repository.Executables];

    /// <summary>Asserts one well-formed first line and the exit code that it names.</summary>
    public static void AssertResult(ProcessRun run)
    {
        var line = FirstLine().Match(run.FirstLine);
        Assert.True(line.Success, $"not a result (exit code {run.ExitCode}): {run.Output}{run.Error}");
        Assert.Equal(Array.IndexOf(["OK", "WARNING", "CRITICAL", "UNKNOWN"], line.Groups[1].Value), run.ExitCode);
        Assert.Equal("", run.Error);
    }

    /// <summary>Runs a line of shell in which $CHECK is the executable.</summary>
    public static ProcessRun Shell(string name, string line) =>
        ProcessRun.Of("/bin/sh", ["-c", line], new Dictionary<string, string?> { ["CHECK"] = Repository.Executable(name) });

    [GeneratedRegex(@"^[A-Z][A-Z_ ]* (OK|WARNING|CRITICAL|UNKNOWN) - .")]
    private static partial Regex FirstLine();
}
