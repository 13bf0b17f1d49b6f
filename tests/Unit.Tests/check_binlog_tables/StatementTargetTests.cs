namespace NagiosChecks.BinlogTables.Tests;

public class StatementTargetTests
{
    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", "app", "app.t")]
    [InlineData("insert low_priority ignore into `odd name` values (1)", "app", "app.odd name")]
    [InlineData("UPDATE other.t SET a=1", "app", "other.t")]
    [InlineData("/* from a job */ DELETE FROM `a`.`b``c` WHERE id=1", "app", "a.b`c")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (id INT)", "app", "app.t")]
    [InlineData("CREATE DATABASE x", "app", "app")]
    [InlineData("SET @a=1", "", "(no schema)")]
    [InlineData("TRUNCATE TABLE t", "", "t")]
    [InlineData("", "app", "app")]
    public void The_first_table_that_is_written_is_named(string sql, string schema, string target) =>
        Assert.Equal(target, StatementTarget.Of(sql, schema));
}
