using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Silence that is meant: downtimes, #keep and #until in a comment.</summary>
public sealed class IntendedSilenceTests
{
    [Fact]
    public void An_acknowledgement_in_a_downtime_is_not_judged_by_its_age_or_by_anything_else()
    {
        var watch = new Watch();
        var quiet = Watch.Disk with { InDowntime = true, NotificationsEnabled = false, Comment = null, LastOk = Watch.Start + 1 };
        watch.After(1, quiet);

        var result = watch.After(900, quiet with { PerfData = "/binlog=97%;80;90" });

        Assert.Equal((NagiosState.Ok, 0, 1), (result.State, Watch.PerfData(result, "oldest_age"), Watch.PerfData(result, "in_downtime")));
        Assert.StartsWith("STALE_ACKS OK - 1 acknowledgement, in a downtime and not judged", Watch.FirstLine(result),
            StringComparison.Ordinal);

        // The end of the downtime is the end of the silence.
        Assert.Equal(NagiosState.Critical, watch.After(901, quiet with { InDowntime = false, PerfData = "/binlog=97%;80;90" }).State);
    }

    [Theory]
    [InlineData("until the move #until 2026-11-24", 0)]
    [InlineData("until the move #until: 2026-11-24, see OPS-7", 0)]
    [InlineData("#until 2026-11-20", 1)]
    public void A_day_in_the_comment_is_an_end(string comment, double expired)
    {
        // Judged on 2026-11-23: Watch.Start is in the night of the 21st.
        var result = new Watch().After(40, Watch.Disk with { Comment = comment });

        Assert.Equal(expired, Watch.PerfData(result, "expired"));
        Assert.Equal(0, Watch.PerfData(result, "old"));
        Assert.Equal(expired > 0 ? NagiosState.Critical : NagiosState.Ok, result.State);
    }

    [Theory]
    [InlineData("#until 2026-02-30")]
    [InlineData("#until 24.12.2026")]
    [InlineData("until the move: #until next week")]
    [InlineData("#until")]
    [InlineData("#until 2026-12-241")]
    [InlineData("#until 9999-12-31")]
    public void A_day_that_cannot_be_read_is_said_and_is_no_end(string comment)
    {
        var young = new Watch().After(2, Watch.Disk with { Comment = comment });
        var old = new Watch().After(40, Watch.Disk with { Comment = comment });
        var meant = new Watch().After(40, Watch.Disk with { Comment = comment + " #keep" });

        Assert.Equal("STALE_ACKS WARNING - db1/disk acknowledged 2 h ago by ops, and the end in its comment cannot be read: no day as "
            + "YYYY-MM-DD (1 unreadable_end of 1 acknowledgement)", Watch.FirstLine(young));
        Assert.Contains($"\"{comment}\"", ResultText.Render(young), StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (Watch.PerfData(old, "old"), Watch.PerfData(old, "unreadable_end"), Watch.PerfData(old, "expired")));
        Assert.Equal(NagiosState.Ok, meant.State);
    }

    [Fact]
    public void The_patterns_of_a_site_are_honoured()
    {
        var watch = new Watch(options => (options.UntilRegex, options.KeepRegex) = ("bis (.*)$", "bleibt"));

        Assert.Equal(NagiosState.Ok, watch.After(40, Watch.Disk with { Comment = "Umzug, bis 2026-11-24" }).State);
        Assert.Equal(NagiosState.Critical, watch.After(90, Watch.Disk with { Comment = "Umzug, bis 2026-11-24" }).State);
        Assert.Equal(NagiosState.Ok, watch.After(90, Watch.Disk with { Comment = "bleibt so" }).State);
        Assert.Equal(NagiosState.Warning, watch.After(90, Watch.Disk with { Comment = "#keep" }).State);
    }

    [Fact]
    public void A_passed_day_is_told_with_the_comment_once()
    {
        var text = ResultText.Render(new Watch().After(40, Watch.Disk with { Comment = "until the move #until 2026-11-20" }));

        Assert.StartsWith("STALE_ACKS CRITICAL - db1/disk acknowledged 40 h ago by ops, until a day that is over by what its comment says, "
            + "and is still in force (1 expired of 1 acknowledgement)", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("#until 2026-11-20").Length);
    }

    [Fact]
    public void An_old_acknowledgement_is_one_finding()
    {
        var result = new Watch().After(40, Watch.Disk);

        Assert.StartsWith("db1/disk acknowledged 40 h ago by ops", Assert.Single(result.Findings, finding => finding.State
            != NagiosState.Ok).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the oldest acknowledgement", ResultText.Render(result, verbosity: 3), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_services_with_one_memory_keep_since_when_a_change_is_told()
    {
        var changes = new Watch(options => options.Report = "changes");
        changes.After(1, Watch.Disk);
        var other = Watch.Disk with { PerfData = "/binlog=97%;80;90" };
        changes.After(2, other);
        var since = changes.Remembered.Sights[other.About].FoundAt;

        var housekeeping = new Watch(options => options.Report = "housekeeping", before: changes.Remembered);
        housekeeping.After(3, other);

        Assert.Equal(Watch.Start + 2 * 3600, since);
        Assert.Equal(since, housekeeping.Remembered.Sights[other.About].FoundAt);
    }
}
