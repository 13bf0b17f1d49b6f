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
            List<string> first = [];
            for (var run = 1; run <= Runs; run++)
            {
                // A line without perfdata, of a run that found nothing to judge, changes no graph: a server of another test may come and
                // go.
                var labels = Labels(ProcessRun.OfPlugin(name, arguments));
                if (first.Count > 0 && labels.Count > 0)
                    Assert.Equal(first, labels);
                first = labels.Count > 0 ? labels : first;
                if (run < Runs)
                    Thread.Sleep(TimeSpan.FromSeconds(1.1));
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
