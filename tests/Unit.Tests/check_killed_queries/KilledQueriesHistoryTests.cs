namespace NagiosChecks.KilledQueries.Tests;

public sealed class KilledQueriesHistoryTests
{
    [Fact]
    public void A_session_seen_for_the_first_time_was_killed_between_its_statement_and_now()
    {
        var sighting = Assert.Single(KilledQueriesHistory.Format.Empty.Follow(ProcessList.Look(ProcessList.Session(55, seconds: 600))));

        Assert.Equal(1, sighting.AtLeast);
        Assert.Equal(600, sighting.AtMost);
    }

    [Fact]
    public void A_kill_came_after_the_last_run_that_did_not_see_it()
    {
        var empty = Remember(ProcessList.Look());

        var sighting = Assert.Single(empty.Follow(Later(ProcessList.Look(ProcessList.Session(55, seconds: 600)), 60), 60));

        Assert.Equal(1, sighting.AtLeast);
        Assert.Equal(61, sighting.AtMost);
    }

    [Fact]
    public void Every_run_that_sees_it_again_adds_the_time_between()
    {
        var look = ProcessList.Look(ProcessList.Session(55));
        var seen = Remember(look);

        var again = Assert.Single(seen.Follow(Later(look, 60.5), 60.5));

        Assert.True(seen.Knows(look.Sessions[0]));
        Assert.Equal(61.5, again.AtLeast);
        Assert.Equal(660.5, again.AtMost);
    }

    [Fact]
    public void A_restarted_server_gives_its_numbers_anew_so_nothing_is_the_same_session()
    {
        var look = ProcessList.Look(ProcessList.Session(55, seconds: 20));

        var after = Assert.Single(Remember(look).Follow(look with { UptimeSeconds = 30 }, 60));

        Assert.Equal(1, after.AtLeast);
        Assert.Equal(20, after.AtMost);
    }

    [Fact]
    public void Another_account_under_the_same_number_is_another_session()
    {
        var seen = Remember(ProcessList.Look(ProcessList.Session(55)));

        Assert.False(seen.Knows(ProcessList.Session(55) with { User = "other" }));
    }

    [Fact]
    public void A_kill_on_top_of_a_wait_for_the_commit_begins_anew()
    {
        var seen = Remember(ProcessList.Look(ProcessList.Session(55, "Query", "Commit")));

        Assert.False(seen.Knows(ProcessList.Session(55, "Killed", "Commit")));
        Assert.True(Remember(ProcessList.Look(ProcessList.Session(55, "Killed", "query end"))).Knows(
            ProcessList.Session(55, "Killed", "Commit")));
    }

    [Fact]
    public void A_wait_for_the_commit_goes_on_whoever_leads_the_queue()
    {
        var seen = Remember(ProcessList.Look(ProcessList.Session(55, "Query", "Commit")));

        Assert.True(seen.Knows(ProcessList.Session(55, "Query", "Waiting for semi-sync ACK from slave")));
    }

    [Fact]
    public void A_rollback_that_gets_on_has_a_speed_and_one_that_stands_still_has_none()
    {
        var look = ProcessList.Look(ProcessList.Session(55)) with { RowsToUndo = new Dictionary<long, long> { [55] = 900 } };
        var seen = Remember(look);

        var moving = Assert.Single(seen.Follow(Later(look, 60) with { RowsToUndo = new Dictionary<long, long> { [55] = 300 } }, 60));
        var still = Assert.Single(seen.Follow(Later(look, 60), 60));

        Assert.Equal(10, moving.RowsPerSecond);
        Assert.True(moving.RollsBack);
        Assert.Equal(0, still.RowsPerSecond);
        Assert.False(still.RollsBack);
    }

    [Fact]
    public void A_rollback_seen_twice_in_one_run_has_a_speed_at_once()
    {
        var look = ProcessList.Look(ProcessList.Session(55)) with
        {
            RowsBefore = new Dictionary<long, long> { [55] = 1000 },
            RowsToUndo = new Dictionary<long, long> { [55] = 400 },
        };

        Assert.Equal(600, Assert.Single(KilledQueriesHistory.Format.Empty.Follow(look)).RowsPerSecond);
    }

    [Theory]
    [InlineData("")]
    [InlineData("look")]
    [InlineData("look\tNaN")]
    [InlineData("55\tapp\tx\t1\t2\t")]
    [InlineData("55\tapp\t1\t-1\t2\t")]
    [InlineData("55\tapp\t1\t1")]
    [InlineData("99999999999999999999\tapp\t1\t1\t2\t")]
    [InlineData("55\tapp\t1\t1e9\t2\t")]
    public void Records_that_make_no_sense_are_no_sighting(string record)
    {
        Assert.False(KilledQueriesHistory.Read([record], 60).Knows(ProcessList.Session(55)));
    }

    // The same server, some time on.
    private static KilledQueriesMeasurement Later(KilledQueriesMeasurement look, double seconds) =>
        look with { UptimeSeconds = look.UptimeSeconds + seconds };

    private static Remembered Remember(KilledQueriesMeasurement look) =>
        new(KilledQueriesHistory.Of(look, KilledQueriesHistory.Format.Empty.Follow(look)).Write());

    // What a state file holds, read by a later run.
    private sealed record Remembered(List<string> Records)
    {
        public bool Knows(ServerSession session) => KilledQueriesHistory.Read(Records, 60).Knows(session);

        public List<Sighting> Follow(KilledQueriesMeasurement look, double? elapsed) =>
            KilledQueriesHistory.Read(Records, elapsed).Follow(look);
    }
}
