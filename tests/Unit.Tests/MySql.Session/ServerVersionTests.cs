namespace MySql.Session.Tests;

public sealed class ServerVersionTests
{
    [Theory]
    [InlineData("10.11.19-MariaDB-0+deb12u1-log", "Debian 12", ServerFamily.MariaDb, "10.11.19")]
    [InlineData("5.5.5-10.3.39-MariaDB-1:10.3.39+maria~ubu1804", "mariadb.org binary distribution", ServerFamily.MariaDb, "10.3.39")]
    [InlineData("11.4.2-MariaDB", null, ServerFamily.MariaDb, "11.4.2")]
    [InlineData("5.5.68-MariaDB", "MariaDB Server", ServerFamily.MariaDb, "5.5.68")]
    [InlineData("9.7.4-2", "(Debian)", ServerFamily.MySql, "9.7.4")]
    [InlineData("8.0.36-0ubuntu0.22.04.1", "(Ubuntu)", ServerFamily.MySql, "8.0.36")]
    [InlineData("8.0.36-28", "Percona Server (GPL), Release 28, Revision 47601f19", ServerFamily.Percona, "8.0.36")]
    [InlineData("5.7.44-log", "MySQL Community Server (GPL)", ServerFamily.MySql, "5.7.44")]
    [InlineData("8.0.mysql_aurora.3.04.0", "Source distribution", ServerFamily.MySql, "8.0.0")]
    [InlineData("8.4.0", "MySQL Community Server - GPL", ServerFamily.MySql, "8.4.0")]
    [InlineData("", null, ServerFamily.MySql, "0.0.0")]
    [InlineData("unknown", "x", ServerFamily.MySql, "0.0.0")]
    [InlineData("99999999999.1", null, ServerFamily.MySql, "0.0.0")]
    public void Family_and_number_are_read_from_what_servers_say(string version, string? comment, ServerFamily family, string number)
    {
        var server = ServerVersion.Parse(version, comment);

        Assert.Equal(family, server.Family);
        Assert.Equal(number, server.Number.ToString());
    }

    [Fact]
    public void Since_asks_for_the_family_as_well_as_the_number()
    {
        Assert.True(ServerVersion.Parse("8.0.36-28", "Percona Server").IsMySqlSince(8, 0, 22));
        Assert.False(ServerVersion.Parse("10.11.19-MariaDB", null).IsMySqlSince(8, 0));
        Assert.True(ServerVersion.Parse("10.5.9-MariaDB", null).IsMariaDbSince(10, 5, 9));
        Assert.False(ServerVersion.Parse("10.5.8-MariaDB", null).IsMariaDbSince(10, 5, 9));
        Assert.False(ServerVersion.Parse("9.7.4", null).IsMariaDbSince(5, 5));
    }
}
