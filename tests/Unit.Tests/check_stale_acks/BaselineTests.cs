using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>The first day: what is there when the baseline is taken is known, and only what changes afterwards is told.</summary>
public sealed class BaselineTests
{
    private const double Hour = 3600;

    public static TheoryData<string> Known => ["expired", "until", "returned", "while_ok", "old", "no_comment", "notifications_off"];

    [Theory]
    [MemberData(nameof(Known))]
    public void What_is_so_on_the_first_day_is_not_told(string stale)
    {
        var problem = Problem(stale);
        Assert.NotEqual(NagiosState.Ok, new Watch(hasExpiry: true).After(60, problem).State);

        var baseline = Baseline(60, problem);

        Assert.Equal(NagiosState.Ok, baseline.Result.State);
        Assert.Equal("STALE_ACKS OK - baseline taken: 1 acknowledgement known from now on, only changes will be told",
            Watch.FirstLine(baseline.Result));
        Assert.Equal(NagiosState.Ok, new Watch(hasExpiry: true, before: baseline.Next).After(61, problem).State);
    }

    [Theory]
    [InlineData("expired", "returned")]
    [InlineData("while_ok", "returned")]
    [InlineData("returned", "returned")]
    [InlineData("old", "expired")]
    [InlineData("old", "while_ok")]
    [InlineData("old", "other_problem")]
    public void What_changes_after_the_first_day_is_told(string then, string now)
    {
        var baseline = Baseline(60, Problem(then));
        var changed = now switch
        {
            "returned" => Problem(then) with { State = NagiosState.Critical, LastOk = Watch.Start + 61 * Hour },
            "expired" => Problem(then) with { Expires = Watch.Start + 62 * Hour },
            "while_ok" => Problem(then) with { State = NagiosState.Ok },
            _ => Problem(then) with { PerfData = "/var=97%;80;90 /binlog=97%;80;90" },
        };

        var result = new Watch(hasExpiry: true, before: baseline.Next).After(63, changed);

        Assert.Equal(1, Watch.PerfData(result, now));
        Assert.NotEqual(NagiosState.Ok, result.State);
    }

    private static AcknowledgedProblem Problem(string stale) => stale switch
    {
        "expired" => Watch.Disk with { Expires = Watch.Start + Hour },
        "until" => Watch.Disk with { Comment = "until the move #until 2026-11-21" },
        "returned" => Watch.Disk with { LastOk = Watch.Start + Hour },
        "while_ok" => Watch.Disk with { State = NagiosState.Ok },
        "no_comment" => Watch.Disk with { Comment = null },
        "notifications_off" => Watch.Disk with { NotificationsEnabled = false },
        _ => Watch.Disk,
    };

    private static (NagiosCheckResult Result, StaleAcksHistory Next) Baseline(double hours, AcknowledgedProblem problem)
    {
        var watch = new Watch(options => options.Baseline = true, hasExpiry: true);
        return (watch.After(hours, problem), watch.Remembered);
    }
}
