namespace MySql.Session.Tests;

/// <summary>Rows of SHOW GRANTS as MariaDB 10.11 and MySQL 9.7 print them.</summary>
public sealed class GrantListTests
{
    [Theory]
    [InlineData("GRANT PROCESS ON *.* TO `nagios`@`localhost` IDENTIFIED VIA unix_socket", true)]
    [InlineData("GRANT SELECT, PROCESS, REPLICATION CLIENT ON *.* TO `nagios`@`localhost`", true)]
    [InlineData("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION", true)]
    [InlineData("GRANT USAGE ON *.* TO `nagios`@`localhost`", false)]
    [InlineData("GRANT SELECT, SHOW VIEW ON `PROCESS`.* TO `nagios`@`localhost`", false)]
    [InlineData("GRANT EXECUTE ON PROCEDURE `app`.`PROCESS ON *.* TO ` TO `nagios`@`localhost`", false)]
    [InlineData("GRANT `PROCESS`@`%` TO `nagios`@`localhost`", false)]
    [InlineData("GRANT BINLOG_ADMIN,PROCESS_OTHER ON *.* TO `nagios`@`localhost`", false)]
    [InlineData("REVOKE PROCESS ON *.* FROM `nagios`@`localhost`", false)]
    [InlineData("", false)]
    public void A_privilege_on_all_schemas_is_told_from_anything_else(string row, bool held) =>
        Assert.Equal(held, GrantList.HasGlobal([row], "PROCESS"));
}
