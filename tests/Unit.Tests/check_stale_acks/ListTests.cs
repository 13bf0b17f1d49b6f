using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>The table for the hand-over of a shift.</summary>
public sealed class ListTests
{
    [Fact]
    public void Every_acknowledgement_has_one_line_by_author_and_age_however_many_there_are()
    {
        const int Many = 2000;
        var watch = new Watch(options => options.List = true);
        var problems = Enumerable.Range(0, Many).Select(number => Watch.Disk with { Host = $"db{number}",
            Author = number % 2 == 0 ? "ops" : "Anna", AcknowledgedAt = Watch.Start + number }).ToArray();
        watch.After(1, problems);

        var lines = ResultText.Render(watch.After(30, problems)).TrimEnd('\n').Split('\n');

        Assert.Equal(Many + 2, lines.Length);
        Assert.Equal("AUTHOR              AGE  STATE       STALE             HOST/SERVICE", lines[1]);
        Assert.Equal("Anna               30 h  CRITICAL    old               db1/disk", lines[2]);
        Assert.Equal("Anna             29.4 h  CRITICAL    old               db1999/disk", lines[1 + Many / 2]);
        Assert.Equal("ops                30 h  CRITICAL    old               db0/disk", lines[2 + Many / 2]);
        Assert.All(lines[1..], line => Assert.InRange(line.Length, 1, 100));
    }

    [Fact]
    public void A_line_says_in_which_way_it_is_stale_and_what_the_filters_left_out()
    {
        var watch = new Watch(options => (options.List, options.ExcludeHost) = (true, "^web"));
        AcknowledgedProblem[] before = [Watch.Disk, Watch.Disk with { Host = "db2", InDowntime = true }, Watch.Disk with { Host = "web1" },
            Watch.Disk with { Host = "db3", Service = null, Author = null, Comment = "x" }];
        watch.After(1, before);
        before[0] = before[0] with { PerfData = "/binlog=97%;80;90" };

        var lines = ResultText.Render(watch.After(2, [.. before, Watch.Disk with { Host = new string('n', 80) }])).TrimEnd('\n')
            .Split('\n');

        Assert.Equal("ops                 2 h  CRITICAL    other_problem     db1/disk", Assert.Single(lines, line =>
            line.EndsWith("db1/disk", StringComparison.Ordinal)));
        Assert.Equal("ops                 2 h  CRITICAL    in downtime       db2/disk", Assert.Single(lines, line =>
            line.EndsWith("db2/disk", StringComparison.Ordinal)));
        Assert.Equal("somebody            2 h  DOWN        -                 db3", Assert.Single(lines, line =>
            line.EndsWith("db3", StringComparison.Ordinal)));

        // A name is never cut: --remove takes it as it stands here.
        Assert.EndsWith($"first seen now    {new string('n', 80)}/disk", Assert.Single(lines, line => line.Contains("nnn",
            StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("(1 acknowledgement left out by the filters)", lines[^1]);
    }
}
