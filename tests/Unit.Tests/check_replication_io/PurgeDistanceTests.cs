using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

public class PurgeDistanceTests
{
    private const double Day = 86400;

    private static readonly ReplicaStatus Running =
        Captured.Channel("mysql-d3-position-1") with { ReadFile = "mysql-bin.000003", ReadPosition = 100 };

    private static readonly ReplicaStatus Down = Running with { Io = ReplicaThreadState.Stopped };

    [Fact]
    public void A_replica_in_the_newest_file_is_in_no_danger()
    {
        var distance = PurgeDistance.Of(Running, Server(1, 3), 0, Captured.Now);
        Assert.Equal(new PurgeDistance(2, 0, 900, null, false, false), distance);
        Assert.Equal(NagiosState.Ok, Captured.Judge([Running], Server(1, 3)).State);
    }

    [Fact]
    public void Files_and_bytes_to_both_sides_are_counted() =>
        Assert.Equal(new PurgeDistance(1, 2, 2900, null, false, true),
            PurgeDistance.Of(Running, Server(2, 5) with { ExpirySeconds = null }, 0, Captured.Now));

    [Fact]
    public void The_time_left_comes_from_the_files_last_write_where_the_directory_is_seen()
    {
        var source = new SourceReading { Logs =
            [new("mysql-bin.000003", 1000, Captured.Now - 2.5 * Day), new("mysql-bin.000004", 1000, Captured.Now)],
                ExpirySeconds = 3 * Day };
        Assert.Equal(Day / 2, PurgeDistance.Of(Running, source, 0, Captured.Now)?.SecondsLeft);
    }

    [Fact]
    public void Without_the_directory_the_time_left_is_counted_from_when_the_replica_stopped_reading() =>
        Assert.Equal(Day - 3000, PurgeDistance.Of(Down, Server(3, 4) with { ExpirySeconds = Day }, 3000, Captured.Now)?.SecondsLeft);

    [Fact]
    public void A_file_that_is_gone_is_told_before_the_replica_notices()
    {
        var connecting = Running with { Io = ReplicaThreadState.Connecting, IoErrno = 2003, IoError = "error connecting" };
        var result = Captured.Judge([connecting], Server(5, 9));
        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith("REPLICATION_IO CRITICAL - the source has purged mysql-bin.000003, which replica still needs: error 1236 is "
            + "certain", Captured.FirstLine(result), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_newer_than_the_list_is_only_a_race_with_the_rotation() =>
        Assert.Null(PurgeDistance.Of(Running, Server(1, 2), 0, Captured.Now));

    [Theory]
    [InlineData(13, NagiosState.Ok)]
    [InlineData(11, NagiosState.Warning)]
    [InlineData(1, NagiosState.Critical)]
    [InlineData(-1, NagiosState.Critical)]
    public void The_purge_is_announced_before_it_comes(double hoursLeft, NagiosState state)
    {
        var source = new SourceReading { Logs =
            [new("mysql-bin.000003", 1000, Captured.Now - 3 * Day + hoursLeft * 3600), new("mysql-bin.000004", 1000, Captured.Now)],
                ExpirySeconds = 3 * Day };
        Assert.Equal(state, Captured.Judge([Running], source).State);
    }

    [Fact]
    public void Where_the_time_cannot_be_told_reading_the_oldest_of_several_files_is_a_warning()
    {
        Assert.Equal(NagiosState.Warning, Captured.Judge([Running], Server(3, 5)).State);
        Assert.Equal(NagiosState.Ok, Captured.Judge([Running], Server(3, 4)).State);
        Assert.Equal(NagiosState.Ok, Captured.Judge([Running], Server(2, 5)).State);
    }

    [Fact]
    public void A_source_that_has_never_purged_anything_and_never_will_is_no_danger()
    {
        var first = Running with { ReadFile = "mysql-bin.000001" };
        Assert.Equal(NagiosState.Ok, Captured.Judge([first], Server(1, 5)).State);
        Assert.Equal(NagiosState.Warning, Captured.Judge([first], Server(1, 5) with { ExpirySeconds = Day }).State);
    }

    [Fact]
    public void The_list_alone_tells_a_missing_file_and_a_lost_tail()
    {
        var source = Server(2, 3);
        Assert.Equal(SpotVerdict.Missing, source.JudgeFromList(new BinlogPlace("mysql-bin.000001", 4))?.Verdict);
        Assert.Equal(SpotVerdict.BeyondEnd, source.JudgeFromList(new BinlogPlace("mysql-bin.000002", 1000))?.Verdict);
        Assert.Equal(SpotVerdict.Cut, source.JudgeFromList(new BinlogPlace("mysql-bin.000002", 990))?.Verdict);
        Assert.Null(source.JudgeFromList(new BinlogPlace("mysql-bin.000002", 500)));
    }

    // Binlogs of 1,000 bytes each, as SHOW BINARY LOGS tells them.
    private static SourceReading Server(int first, int last) =>
        new() { Address = Running.Source,
            Logs = [.. Enumerable.Range(first, last - first + 1).Select(number => new SourceLog($"mysql-bin.{number:000000}", 1000))] };
}
