using DatabaseServers;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>
/// What is printed for a replica of Amazon RDS, whose administrator has procedures in place of CHANGE. RDS itself cannot run here: a real
/// MySQL has procedures of the names and parameters that AWS documents ("mysql.rds_next_master_log", "mysql.rds_next_source_log"), which
/// write down how they were called.
/// </summary>
public sealed class ManagedServerTests
{
    [Fact]
    public void The_printed_calls_name_the_binlog_of_the_damage()
    {
        using var server = DatabaseServer.Start(DatabaseFamily.MySql);
        server.Execute("CREATE TABLE mysql.rds_calls (name VARCHAR(40), number INT)");
        foreach (var name in new[] { "rds_next_master_log", "rds_next_source_log" })
            server.Execute($"CREATE PROCEDURE mysql.{name}(IN curr_log INT) INSERT INTO mysql.rds_calls VALUES ('{name}', curr_log)");
        var status = Captured.Channel("mysql-c1-gtid-purged") with
        {
            SourceHost = "x.y.eu-west-1.rds.amazonaws.com",
            ReadFile = "mysql-bin-changelog.000345",
        };

        var step = Assert.Single(new IncidentSite(status, new BinlogPlace(status.ReadFile, 4)).GoOn());
        foreach (var command in step.Commands)
            server.Execute(command.Text);

        Assert.Equal(["rds_next_master_log 345", "rds_next_source_log 345"],
            server.Query("SELECT name, number FROM mysql.rds_calls ORDER BY name").Select(row => $"{row[0]} {row[1]}"));
    }
}
