using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>Servers that nobody asked, and answers that are empty because a right is missing.</summary>
public sealed class UnseenServerTests
{
    private const string Sessions = "SELECT ID, USER, HOST, DB, COMMAND, TIME, STATE FROM information_schema.PROCESSLIST";
    private static readonly string[] SessionColumns = ["ID", "USER", "HOST", "COMMAND", "TIME", "STATE"];

    private static Tree Source(string grants) => new Tree().Source("version=10.11.19-MariaDB", "log_bin=ON")
        .Answering("SHOW GRANTS", ["Grants"], [grants]).Answering("SELECT CURRENT_USER() AS account", ["account"], ["look@127.0.0.1"]);

    [Fact]
    public void A_source_whose_replicas_cannot_be_seen_is_not_taken_for_one_without_replicas()
    {
        var result = Source("GRANT SLAVE MONITOR ON *.* TO `look`@`127.0.0.1`").Answering(Sessions, SessionColumns)
            .Refusing("SHOW SLAVE HOSTS", "Access denied").Judge(isDiscovered: true);

        Assert.Equal(NagiosState.Unknown, result.State);
        Assert.Contains("cannot see the replicas of s", result.Headline, StringComparison.Ordinal);
        Assert.Contains("GRANT REPLICATION MASTER ADMIN ON *.* TO 'look'@'127.0.0.1'", result.Unseen[0].Text, StringComparison.Ordinal);
    }

    // The documented account sees all sessions: where nobody reads the binlog there is no replica at work.
    [Fact]
    public void A_source_whose_sessions_are_seen_and_whose_binlog_nobody_reads_stands_alone() =>
        Assert.Equal(NagiosState.Ok, Source("GRANT PROCESS, SLAVE MONITOR ON *.* TO `look`@`127.0.0.1`")
            .Answering(Sessions, SessionColumns, ["1", "look", "x:1", "Query", "0", ""]).Refusing("SHOW SLAVE HOSTS", "Access denied")
            .Judge(isDiscovered: true).State);

    [Fact]
    public void Replicas_that_read_the_binlog_and_were_not_asked_are_missing()
    {
        var result = Source("GRANT PROCESS ON *.* TO `look`@`127.0.0.1`").Answering(Sessions, SessionColumns,
            ["1", "repl", "x:1", "Binlog Dump", "9", ""], ["2", "repl", "y:1", "Binlog Dump GTID", "9", ""]).Judge();

        Assert.Equal(NagiosState.Unknown, result.State);
        Assert.StartsWith(
            "nothing to compare with: 2 replicas of s read its binlog and were not asked", result.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_more_than_the_replicas_that_were_asked_is_a_note()
    {
        var result = Source("GRANT PROCESS ON *.* TO `look`@`127.0.0.1`").Answering(Sessions, SessionColumns,
            ["1", "repl", "x:1", "Binlog Dump", "9", ""], ["2", "repl", "y:1", "Binlog Dump", "9", ""])
            .Replica("r", "version=10.11.19-MariaDB", "log_bin=ON").Judge();

        Assert.Equal(NagiosState.Ok, result.State);
        Assert.Contains(result.Notes, note => note.StartsWith("1 reader of the binlog of s was not asked", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_told_no_variables_is_UNKNOWN()
    {
        var reading = new ServerReading(
            new MySql.ReplicationTree.ServerAnswers("x", [new MySql.ReplicationTree.Answer("SHOW GRANTS", [])]), null, null);

        var result = ConfigDriftEvaluation.Judge(new ConfigDriftMeasurement([reading]), ConfigDriftLimits.Parse(new ConfigDriftOptions()));

        Assert.Equal(NagiosState.Unknown, result.State);
        Assert.Contains("cannot see the variables of x", result.Headline, StringComparison.Ordinal);
    }
}
