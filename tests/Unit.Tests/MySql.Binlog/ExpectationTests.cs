using System.Globalization;

namespace MySql.Binlog.Tests;

/// <summary>Bytes per table and column of real files against the text of the servers' own tools.</summary>
public class ExpectationTests
{
    public static TheoryData<string> Files => [.. BinlogFixture.Names.Where(name => new BinlogFixture(name).Expected.Count > 0)];

    // Largest pieces that hold every event of the files, and such as force the larger rows to be streamed.
    [Theory]
    [MemberData(nameof(Files))]
    public void Tables_and_columns_are_those_that_the_servers_tool_printed(string name)
    {
        var fixture = new BinlogFixture(name);
        var whole = BinlogTally.Of(fixture.Open());
        Compare(fixture, whole);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Rows_that_do_not_fit_into_the_readers_memory_give_the_same_values(string name)
    {
        var fixture = new BinlogFixture(name);
        Compare(fixture, BinlogTally.Of(fixture.Open(new BinlogReaderOptions { LargestPiece = 64 * 1024, LargestRead = 4096 })));
    }

    private static void Compare(BinlogFixture fixture, BinlogTally tally)
    {
        foreach (var line in fixture.Expected.Where(line => line[0] is "table" or "col"))
        {
            var table = tally.Tables[line[1]];
            if (line[0] == "table")
                CompareTable(line, table);
            else
                CompareColumn(fixture.Name, line, table);
        }

        Assert.Equal(
            fixture.Expected.Where(line => line[0] == "table").Select(line => line[1]).Order(StringComparer.Ordinal),
            tally.Tables.Keys.Order(StringComparer.Ordinal));
    }

    // table NAME MAPS MAP_BYTES ROW_EVENTS ROW_BYTES INSERTED UPDATED DELETED
    private static void CompareTable(string[] line, BinlogTally.TableTally table)
    {
        Assert.Equal(line[2], Text(table.Maps));
        Assert.Equal(line[4], Text(table.Events));
        if (line[3] != "0")
            Assert.Equal((line[3], line[5]), (Text(table.MapBytes), Text(table.EventBytes)));
        if (line[6] != "-")
            Assert.Equal((line[6], line[7], line[8]), (Text(table.Inserted), Text(table.Updated), Text(table.Deleted)));
        else
            Assert.True(table.Untold);
    }

    // col TABLE NUMBER BEFORE_BYTES AFTER_BYTES UNCHANGED_BYTES PAIRS UNCHANGED_PAIRS
    private static void CompareColumn(string file, string[] line, BinlogTally.TableTally table)
    {
        var column = table.Columns[int.Parse(line[2], CultureInfo.InvariantCulture) - 1];
        Assert.Equal(
            $"{file} {line[1]} {line[2]}: {string.Join(' ', line[3..8])}",
            $"{file} {line[1]} {line[2]}: {column.Before} {column.After} {column.Unchanged} {column.Pairs} {column.UnchangedPairs}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
