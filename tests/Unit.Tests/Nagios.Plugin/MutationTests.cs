using System.Text.Json;
using Linux.Host;

namespace Nagios.Plugin.Tests;

/// <summary>Seeded arbitrary input for everything that reads what others write: a refusal in words, or a good value, and nothing
/// else.</summary>
public sealed class MutationTests
{
    private static readonly string[] Ranges = ["10", "10:", "~:10", "10:20", "@10:20", "-5.5:5.5", "30m:2h", "~:10G", "80%", "@~:0"];

    [Fact]
    public void Any_text_is_a_range_or_refused_in_words()
    {
        var text = new HostileText(1);
        var good = 0;
        for (var number = 0; number < 60_000; number++)
        {
            var (mutant, dimension) = (Any(text, Ranges), (Dimension)text.Random.Next(4));
            if (NagiosRange.TryParsePrinted(mutant, out var printed))
                Assert.True(printed.Start <= printed.End, mutant);
            try
            {
                var range = NagiosRange.Parse("--warning", mutant, dimension);
                Assert.True(range.Start <= range.End && !double.IsPositiveInfinity(range.Start) && !double.IsNegativeInfinity(range.End),
                    mutant);
                Assert.Equal(range, NagiosRange.Parse("--warning", range.ToString()));
                good++;
            }
            catch (CheckException refusal)
            {
                Assert.StartsWith("--warning '", refusal.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(good, 1000, 59_000);
    }

    [Fact]
    public void Any_text_is_a_quantity_or_none()
    {
        var text = new HostileText(2);
        var good = 0;
        for (var number = 0; number < 100_000; number++)
        {
            var (mutant, dimension) =
                (Any(text, "0", "10", "1.5", "-.5", "90s", "15m", "10G", "80%", "3d"), (Dimension)text.Random.Next(4));
            if (!Quantity.TryParse(mutant, dimension, out var value))
                continue;
            good++;
            Assert.True(double.IsFinite(value), mutant);
            Assert.True(mutant.All(char.IsAscii), mutant);
            Assert.True(Quantity.TryParse(Quantity.Plain(value), Dimension.Number, out var again)
                && (again == value || Quantity.Plain(value).Length > 40), mutant);
        }

        Assert.InRange(good, 1000, 99_000);
    }

    [Fact]
    public void Any_command_line_ends_in_one_good_line()
    {
        var text = new HostileText(3);
        string[] words =
            ["-w", "-c", "--warning", "--critical=90", "--warning=5:", "-5:5", "-vv", "-v", "-n", "--namespace", "own", "--forbid",
            "--forbid=x", "-p", "--password=hush", "--", "-", "", "--window=5m", "-t5", "--timeout", "30", "--output",
            "--if-not-applicable=ok", "--root=/", "--state-dir", "/tmp", "--do=measure"];
        var states = new int[4];
        for (var number = 0; number < 20_000; number++)
        {
            var args = new string[text.Random.Next(1, 6)];
            for (var index = 0; index < args.Length; index++)
                args[index] = Any(text, words).Replace("help", "h", StringComparison.Ordinal);

            var (output, exitCode) = SampleRun.Here((_, _) => new NagiosCheckResult("SAMPLE") { Summary = "all well" }, args);

            states[exitCode]++;
            if (output.StartsWith('{'))
                JsonDocument.Parse(output).Dispose();
            else if (!output.StartsWith("check_sample 1", StringComparison.Ordinal))
                WellFormed.Text(output, exitCode);
        }

        Assert.InRange(states[0], 200, 19_000);
        Assert.InRange(states[3], 1000, 19_800);
    }

    [Fact]
    public void Any_state_file_is_a_snapshot_or_nothing()
    {
        var text = new HostileText(4);
        var file = new StateSnapshot(new ClockReading(1.7e9, 1e5, "boot"), ["a", "b\nc", "\\"]).Serialize("k").ToArray();
        for (var number = 0; number < 30_000; number++)
        {
            var mutant = (byte[])file.Clone();
            for (var change = text.Random.Next(1, 6); change > 0; change--)
                mutant[text.Random.Next(mutant.Length)] = (byte)text.Random.Next(256);
            Array.Resize(ref mutant, text.Random.Next(mutant.Length + 1));
            var read = StateSnapshot.Parse(mutant, "k");
            Assert.True(read is null || mutant.AsSpan().SequenceEqual(file));
        }
    }

    private static string Any(HostileText text, params string[] good) => text.Random.Next(4) switch
    {
        0 => text.Next(4),
        1 => good[text.Random.Next(good.Length)],
        _ => text.Mutate(good[text.Random.Next(good.Length)]),
    };
}
