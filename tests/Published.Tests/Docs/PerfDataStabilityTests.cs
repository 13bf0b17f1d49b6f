using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>
/// The set and the order of a check's perfdata stay the same from run to run. pnp4nagios makes one data source for each item, by its
/// number in the line, when it first sees a service; later lines with more, fewer or other items are lost or end up in the wrong graph.
/// </summary>
public sealed class PerfDataStabilityTests
{
    private const int Runs = 3;

    public static TheoryData<string> Executables => new(Repository.Executables);

    [Theory]
    [MemberData(nameof(Executables))]
    public void Three_runs_print_the_same_labels_in_the_same_order(string name)
    {
        foreach (var tree in PerfDataLabels.Trees(name))
        {
            using var state = new TemporaryFolder();
            string[] arguments = ["-vv", "--state-dir", state.Path, .. tree is null ? Array.Empty<string>() : ["--root", tree]];
            var first = Labels(ProcessRun.OfPlugin(name, arguments));
            for (var run = 1; run < Runs; run++)
            {
                Thread.Sleep(TimeSpan.FromSeconds(1.1));
                Assert.Equal(first, Labels(ProcessRun.OfPlugin(name, arguments)));
            }
        }
    }

    private static List<string> Labels(ProcessRun run)
    {
        var perfData = run.FirstLine.Split(" | ");
        return perfData.Length < 2 ? []
            : [.. Regex.Matches(perfData[1], "(?:^| )('[^']+'|[^ =']+)=").Select(match => match.Groups[1].Value)];
    }
}
