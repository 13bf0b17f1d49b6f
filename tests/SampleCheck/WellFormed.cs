using System.Text;

namespace Nagios.Plugin.Tests;

/// <summary>What every output of every check must be, whatever happened: what engines need, and not a byte more than they carry.</summary>
internal static class WellFormed
{
    private static readonly string[] Words = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];

    /// <summary>Asserts the contract of text output and returns the first line.</summary>
    public static string Text(string output, int exitCode, int limit = 4096, int firstLineLimit = 1023)
    {
        Assert.InRange(exitCode, 0, 3);
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(output), 1, limit);
        var lines = output[..^1].Split('\n');
        var first = lines[0];
        Assert.InRange(Encoding.UTF8.GetByteCount(first), 1, firstLineLimit);
        var prefix = $" {Words[exitCode]} - ";
        var name = first.IndexOf(prefix, StringComparison.Ordinal);
        Assert.True(name > 0 && first.AsSpan(0, name).TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ_").IsEmpty, first);
        Assert.True(first.Length > name + prefix.Length && first[name + prefix.Length] is not (' ' or '|'), first);

        var halves = first.Split('|');
        Assert.InRange(halves.Length, 1, 2);
        if (halves.Length == 2)
        {
            Assert.EndsWith(" ", halves[0], StringComparison.Ordinal);
            Assert.StartsWith(" ", halves[1], StringComparison.Ordinal);
            Assert.NotEmpty(PerfDataGrammar.Parse(halves[1][1..]));
        }

        for (var index = 0; index < lines.Length; index++)
        {
            Assert.False(string.IsNullOrWhiteSpace(lines[index]), $"line {index} is blank");
            Assert.True(lines[index].All(character => !char.IsControl(character)), lines[index]);
            Assert.True(index == 0 || !lines[index].Contains('|', StringComparison.Ordinal), lines[index]);
        }

        Assert.Equal(output, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(output)));
        return first;
    }
}
