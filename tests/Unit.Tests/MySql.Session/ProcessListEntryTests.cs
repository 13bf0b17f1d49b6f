namespace MySql.Session.Tests;

/// <summary>States as captured from servers whose binlog disk was full (MariaDB 10.11, MySQL 9.7).</summary>
public sealed class ProcessListEntryTests
{
    [Theory]
    [InlineData("Waiting for someone to free space", SessionWait.DiskSpace)]
    [InlineData("Commit", SessionWait.Commit)]
    [InlineData("waiting for handler commit", SessionWait.Commit)]
    [InlineData("Waiting for prior transaction to commit", SessionWait.None)]
    [InlineData("Sending data", SessionWait.None)]
    [InlineData("", SessionWait.None)]
    public void The_state_says_what_a_session_waits_for(string state, SessionWait wait) =>
        Assert.Equal(wait, new ProcessListEntry(1, "app", "web1:40000", "Query", 3, state, "INSERT").Wait);

    [Theory]
    [InlineData("Killed", true, false)]
    [InlineData("Binlog Dump", false, true)]
    [InlineData("Binlog Dump GTID", false, true)]
    [InlineData("Query", false, false)]
    public void The_command_says_what_a_session_is(string command, bool killed, bool dump)
    {
        var entry = new ProcessListEntry(1, "app", "web1:40000", command, 3, "", "");

        Assert.Equal((killed, dump), (entry.IsKilled, entry.IsBinlogDump));
    }
}
