using DatabaseServers;
using Nagios.Plugin;

namespace MySql.Session.Tests;

public sealed class RowTests(Servers servers) : IClassFixture<Servers>
{
    private static readonly MySqlColumns Columns = new(["Source_Host", "Read_Source_Log_Pos", "empty", "nothing", "Source_Host"]);
    private static readonly MySqlRow Row = new(Columns, ["db1", "18446744073709551615", "", null, "second"]);

    [Fact]
    public void A_column_is_found_by_any_of_its_names_in_any_case()
    {
        Assert.Equal("db1", Row.Text("Master_Host", "Source_Host"));
        Assert.Equal("db1", Row.Text("source_host"));
        Assert.True(Row.Has("Master_Host", "Source_Host"));
        Assert.False(Row.Has("Master_Host"));
    }

    [Fact]
    public void NULL_and_a_missing_column_are_null_and_an_empty_text_is_not()
    {
        Assert.Null(Row.Text("nothing"));
        Assert.Null(Row.Text("no such column"));
        Assert.Equal("", Row.Text("empty"));
        Assert.Null(Row.Integer("nothing"));
        Assert.Null(Row.Unsigned("empty"));
    }

    [Fact]
    public void Numbers_keep_64_bits_and_refuse_what_does_not_fit()
    {
        Assert.Equal(ulong.MaxValue, Row.Unsigned("Read_Source_Log_Pos"));
        var refused = Assert.Throws<CheckException>(() => Row.Integer("Read_Source_Log_Pos"));
        Assert.Contains("Read_Source_Log_Pos", refused.Message, StringComparison.Ordinal);
        Assert.Throws<CheckException>(() => Row.Unsigned("Source_Host"));
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Values_of_all_kinds_come_as_the_server_has_them(DatabaseFamily family)
    {
        _ = SessionRun.Of(["-s", servers[family].Socket, "-u", "plain", "-p", "secret"], session =>
        {
            var row = session.Query(
                "SELECT NULL AS n, '' AS e, 18446744073709551615 AS u, -9223372036854775808 AS i, 'Grüße 🐬' AS t, CAST(x'00FF41' AS "
                + "BINARY) AS b, 1.50 AS d, TRUE AS y, REPEAT('x', 3000000) AS l, TIMESTAMP '2026-11-21 20:10:01' AS w")[0];
            Assert.True(row.Has("n"));
            Assert.Null(row.Text("n"));
            Assert.Equal("", row.Text("e"));
            Assert.Equal(ulong.MaxValue, row.Unsigned("u"));
            Assert.Equal(long.MinValue, row.Integer("i"));
            Assert.Equal("Grüße 🐬", row.Text("t"));
            Assert.Equal("\0\uFFFDA", row.Text("b"));
            Assert.Equal("1.50", row.Text("d"));
            Assert.Equal("1", row.Text("y"));
            Assert.Equal(3000000, row.Text("l")!.Length);
            Assert.Equal("2026-11-21 20:10:01", row.Text("w"));
            Assert.Empty(session.Query("SET @x = 1"));
            Assert.Empty(session.Query("SELECT 1 AS one FROM DUAL WHERE 1 = 0"));
            return "done";
        });
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_thousand_rows_of_sixty_columns_are_read_in_a_moment(DatabaseFamily family)
    {
        var columns = string.Join(", ", Enumerable.Range(0, 60).Select(number => $"'value {number}' AS c{number}"));
        var run = SessionRun.Of(["-s", servers[family].Socket, "-u", "plain", "-p", "secret"], session =>
        {
            var rows = session.Query(
                $"SELECT {columns} FROM (SELECT 1 FROM information_schema.COLUMNS a, information_schema.ENGINES b LIMIT 1000) x");
            Assert.Equal(1000, rows.Count);
            Assert.All(rows, row => Assert.Equal("value 59", row.Text("C59")));
            return "done";
        });

        Assert.Equal(0, run.ExitCode);
    }
}
