using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>--clear where the engine does only a part of it: a removal that nobody is notified of is the silence that the check is there
/// against.</summary>
public sealed class ClearTests : IDisposable
{
    private const string Removed = "REMOVE_SVC_ACKNOWLEDGEMENT;db1;disk";
    private const string Notified = "SEND_CUSTOM_SVC_NOTIFICATION;db1;disk;0;check_stale_acks;acknowledgement removed: db1/disk "
        + "acknowledged";

    private static readonly string[] Clear = ["--clear", "other_problem"];
    private readonly StatusFolder _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void The_notification_is_asked_for_before_the_comment()
    {
        OtherProblem();

        var done = _engine.Run(Clear);

        Assert.Equal(0, done.ExitCode);
        Assert.StartsWith("STALE_ACKS OK - removed 1 acknowledgement and asked for a notification: db1/disk; ", done.FirstLine,
            StringComparison.Ordinal);
        var commands = _engine.Commands();
        Assert.Equal(3, commands.Count);
        Assert.Equal(Removed, commands[0]);
        Assert.StartsWith(Notified, commands[1], StringComparison.Ordinal);
        Assert.StartsWith("ADD_SVC_COMMENT;db1;disk;1;check_stale_acks;acknowledgement removed: db1/disk acknowledged", commands[2],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_removal_that_nobody_was_notified_of_stays_critical_and_the_next_run_notifies()
    {
        OtherProblem();

        // Room for the removal and for nothing else: the engine has stopped reading.
        const int Room = 80;
        _engine.FillCommands(Room);
        var half = _engine.Run(Clear);

        Assert.Equal(2, half.ExitCode);
        Assert.StartsWith($"STALE_ACKS CRITICAL - the acknowledgement of db1/disk is removed, but nobody was notified: "
            + $"{_engine.CommandPath} ", half.FirstLine, StringComparison.Ordinal);
        Assert.Contains("Tell who is on duty about db1/disk", half.Output, StringComparison.Ordinal);
        _engine.DrainCommands(16 * 4096 - Room);
        Assert.Equal([Removed], _engine.Commands());

        // The engine shows it acknowledged for another moment, or no longer: both owe the notification.
        var shown = _engine.Run([.. Clear, "--dry-run"]);
        Assert.Contains("would have been done (--dry-run): asking for the notification that an earlier run owed about db1/disk",
            shown.Output, StringComparison.Ordinal);
        _engine.Write();
        Assert.Equal(0, _engine.Run("--report", "housekeeping").ExitCode);
        Assert.Empty(_engine.Commands());
        var next = _engine.Run(Clear);

        Assert.Equal(0, next.ExitCode);
        Assert.StartsWith(Notified, Assert.Single(_engine.Commands()), StringComparison.Ordinal);
        Assert.Equal(0, _engine.Run(Clear).ExitCode);
        Assert.Empty(_engine.Commands());
    }

    [Fact]
    public void A_notification_that_is_refused_again_and_again_stays_critical_until_the_engine_takes_it()
    {
        OtherProblem();
        const int Room = 80;
        _engine.FillCommands(Room);
        Assert.Equal(2, _engine.Run(Clear).ExitCode);
        _engine.Write();

        var again = _engine.Run(Clear);
        Assert.True(again.ExitCode == 2, again.Output);
        Assert.StartsWith("STALE_ACKS CRITICAL - the acknowledgement of db1/disk is removed, but nobody was notified: ", again.FirstLine,
            StringComparison.Ordinal);

        _engine.DrainCommands(16 * 4096 - Room);
        Assert.Equal(0, _engine.Run(Clear).ExitCode);
        Assert.Equal(2, _engine.Commands().Count);
    }

    [Fact]
    public void Where_the_removal_fails_nothing_else_is_asked_for_and_the_finding_stands()
    {
        OtherProblem();
        _engine.FillCommands(1);

        var failed = _engine.Run(Clear);

        Assert.Equal(2, failed.ExitCode);
        Assert.Contains("removing the acknowledgement of db1/disk failed: ", failed.Output, StringComparison.Ordinal);
        Assert.Matches("db1/disk acknowledged [0-9.]+ (min|h) ago by ops for /var, now also /binlog 97 %", failed.FirstLine);
        _engine.DrainCommands(16 * 4096 - 1);
        Assert.Empty(_engine.Commands());

        // It still stands, so nothing is owed: the next run removes it and notifies once.
        Assert.Equal(0, _engine.Run(Clear).ExitCode);
        Assert.Equal(3, _engine.Commands().Count);
    }

    [Fact]
    public void A_removal_that_failed_and_is_done_all_the_same_is_notified_by_the_next_run()
    {
        OtherProblem();
        _engine.FillCommands(1);
        Assert.Equal(2, _engine.Run(Clear).ExitCode);
        _engine.DrainCommands(16 * 4096 - 1);

        _engine.Write();

        Assert.Equal(0, _engine.Run(Clear).ExitCode);
        Assert.StartsWith(Notified, Assert.Single(_engine.Commands()), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_notified_of_what_somebody_acknowledged_anew_or_of_what_is_a_day_old()
    {
        var owed = new OwedNotification(new Checkable("db1", "disk"), "why", NagiosState.Critical, Watch.Start);
        var history = StaleAcksHistory.Of([owed.Serialize()]);
        Assert.Equal(owed, Assert.Single(history.Owed));
        var limits = Watch.Limits(options => options.Clear = "other_problem");
        IReadOnlyList<EngineDeed> Plan(double after, params AcknowledgedProblem[] problems)
        {
            var report = new EngineReport { Engine = "e", Problems = problems };
            return ClearPlan.For(report, StaleAcksJudgement.Of(report, limits, history, Watch.Start + after), limits, history,
                Watch.Start + after);
        }

        Assert.Equal(DeedKind.Notify, Assert.Single(Plan(60)).Kind);
        Assert.Empty(Plan(60, Watch.Disk with { AcknowledgedAt = Watch.Start + 30 }));
        Assert.Empty(Plan(86401));
        Assert.Null(OwedNotification.Parse("owed\tx\tCRITICAL\thost\ta\t\tb"));
        Assert.Null(OwedNotification.Parse("owed\t1"));
        Assert.Equal(owed with { About = new Checkable("a\tb", null) },
            OwedNotification.Parse((owed with { About = new Checkable("a\tb", null) }).Serialize()));
    }

    [Fact]
    public void A_refused_comment_is_said_and_everything_else_is_done()
    {
        var deed = new EngineDeed(DeedKind.Clear, new Checkable("db1", "disk"), "why",
            [.. new[] { EngineActionKind.RemoveAcknowledgement, EngineActionKind.Notify, EngineActionKind.AddComment }.Select(
                kind => new EngineAction(kind, new Checkable("db1", "disk")))])
        {
            State = NagiosState.Critical,
            Failed = [new FailedAction(EngineActionKind.AddComment, "refused (403)")],
        };

        var result = new NagiosCheckResult("X");
        DeedText.Report(result, [deed]);

        Assert.True(deed is { IsDone: true, OwesNotification: false });
        Assert.Equal((NagiosState.Warning, "the acknowledgement of db1/disk is removed and a notification asked for, but the comment that "
            + "says why was not added: refused (403)"), (result.State, Assert.Single(result.Findings).Text));
    }

    // Acknowledged for /var, seen so once, and now /binlog fails too.
    private void OtherProblem()
    {
        _engine.OpenCommands();
        _engine.Write(StatusFolder.Acknowledged("disk", StatusFolder.Var));
        Assert.Equal(0, _engine.Run().ExitCode);
        _engine.Write(StatusFolder.Acknowledged("disk", StatusFolder.VarAndBinlog));
    }
}
