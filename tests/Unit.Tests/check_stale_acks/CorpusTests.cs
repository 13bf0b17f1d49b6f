using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>
/// Pairs of outputs as plugins of 64 public projects print them: the same problem a day later, or another one. A third of the pairs was
/// set apart before the comparison was tried on the others, and was run once when it was done; the README beside the file has the figures.
/// </summary>
public sealed class CorpusTests
{
    private static readonly string File = Repository.Fixture("check_stale_acks", "corpus", "pairs.tsv");

    [Fact]
    public void There_are_enough_pairs_of_enough_plugins()
    {
        var pairs = Read("dev").Concat(Read("held")).ToList();

        Assert.InRange(pairs.Count, 150, 1000);
        Assert.InRange(pairs.Select(pair => pair.Plugin).Distinct().Count(), 30, 1000);
        Assert.InRange(pairs.Count(pair => pair.IsSame) / (double)pairs.Count, 0.4, 0.6);
    }

    [Theory]
    [InlineData("dev", 0)]
    [InlineData("held", 0)]
    public void No_more_pairs_are_told_wrong_than_were(string set, int wrong)
    {
        var mistakes = Read(set).Where(pair => pair.IsSame == IsOther(pair)).ToList();

        Assert.True(mistakes.Count <= wrong, $"{mistakes.Count} wrong:\n{string.Join('\n', mistakes)}");
    }

    private static bool IsOther(Pair pair)
    {
        var watch = new Watch();
        AcknowledgedProblem Problem(string output, string perfData) => Watch.Disk with
        {
            Output = output.Split("\\n")[0], LongOutput = string.Join('\n', output.Split("\\n")[1..]), PerfData = perfData,
            State = output.Contains("WARN", StringComparison.OrdinalIgnoreCase) ? NagiosState.Warning : NagiosState.Critical,
        };
        var (then, now) = (Problem(pair.Then, pair.PerfDataThen), Problem(pair.Now, pair.PerfDataNow));
        watch.Single(1, then);
        return watch.Single(2, now with { State = then.State }).Worst == StaleClass.OtherProblem;
    }

    private static IEnumerable<Pair> Read(string set) => System.IO.File.ReadLines(File).Where(line => !line.StartsWith('#'))
        .Select(line => line.Split('\t')).Where(fields => fields[0] == set)
        .Select(fields => new Pair(fields[1], fields[3] == "same", fields[4], fields[5], fields[6], fields[7]));

    private sealed record Pair(string Plugin, bool IsSame, string Then, string PerfDataThen, string Now, string PerfDataNow);
}
