namespace Nagios.Plugin.Tests;

public sealed class SqlStatementTests
{
    [Fact]
    public void Texts_names_and_numbers_are_each_quoted_in_their_way() =>
        Assert.Equal(
            "SELECT `a``b` FROM `t` WHERE f = 'it''s' LIMIT 5",
            SqlStatement.Of($"SELECT {new SqlIdentifier("a`b")} FROM {new SqlIdentifier("t")} WHERE f = {"it's"} LIMIT {5}").Text);

    [Theory]
    [MemberData(nameof(HostileValues.Rows), MemberType = typeof(HostileValues))]
    public void Every_hostile_value_is_one_literal_however_the_server_reads_a_backslash(string value)
    {
        foreach (var mode in new[] { SqlBackslash.Escapes, SqlBackslash.Ordinary })
        {
            var statement = SqlStatement.Of(mode, $"PURGE BINARY LOGS TO {value}");
            Assert.Null(statement.Problem);
            Assert.Equal([value], SqlWords.Quoted(statement.Text, mode)!);
        }

        var unknown = SqlStatement.Of($"PURGE BINARY LOGS TO {value}");
        if (value.AsSpan().ContainsAny('\\', '\n', '\r'))
            Assert.Contains("sql_mode", unknown.Problem, StringComparison.Ordinal);
        else
        {
            Assert.Equal([value], SqlWords.Quoted(unknown.Text, SqlBackslash.Escapes)!);
            Assert.Equal([value], SqlWords.Quoted(unknown.Text, SqlBackslash.Ordinary)!);
        }
    }

    [Theory]
    [MemberData(nameof(HostileValues.Rows), MemberType = typeof(HostileValues))]
    public void Every_hostile_name_is_one_identifier(string value)
    {
        var statement = SqlStatement.Of($"DROP TABLE {new SqlIdentifier(value)}");
        if (value.Length == 0)
            Assert.NotNull(statement.Problem);
        else
            Assert.Equal([value], SqlWords.Quoted(statement.Text, SqlBackslash.Escapes)!);
    }

    [Fact]
    public void A_value_inside_quotes_and_unmatched_quotes_are_the_authors_mistake()
    {
        Assert.Contains("please report it", SqlStatement.Of($"SELECT '{"x"}'").Problem, StringComparison.Ordinal);
        Assert.Contains("please report it", SqlStatement.Of($"SELECT 'x").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_separated_by_commas() => Assert.Equal("SELECT 'a', 'b'", SqlStatement.Of($"SELECT {new[] { "a", "b" }}").Text);
}
