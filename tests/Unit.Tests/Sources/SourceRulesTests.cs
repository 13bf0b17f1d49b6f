using System.Text.RegularExpressions;

namespace NagiosChecks.Sources.Tests;

/// <summary>What docs/conventions.md asks of every source file and no analyzer holds.</summary>
public sealed partial class SourceRulesTests
{
    private const int LongestLine = 140;

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawStringMark { get; }

    // A raw string holds text that another program reads or prints, and has the lines that it has there.
    [Fact]
    public void Lines_of_code_end_at_140_columns()
    {
        var tooLong = new List<string>();
        foreach (var path in new[] { "checks", "shared", "tests" }.SelectMany(SourceFiles))
        {
            var isRaw = false;
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                var turns = RawStringMark.Count(line) % 2 == 1;
                if (line.Length > LongestLine && !isRaw && !turns)
                    tooLong.Add($"{Path.GetRelativePath(Repository.Root, path)}:{number} has {line.Length} columns");
                isRaw ^= turns;
            }
        }

        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    private static IEnumerable<string> SourceFiles(string directory) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, directory), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal));
}
