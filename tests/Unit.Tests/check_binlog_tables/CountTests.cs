using System.Globalization;
using MySql.Binlog.Tests;

namespace NagiosChecks.BinlogTables.Tests;

/// <summary>What the check counts of real files against the text of the servers' own tools.</summary>
public class CountTests
{
    public static TheoryData<string> Expected => [.. BinlogFixture.Names.Where(name => new BinlogFixture(name).Expected.Count > 0)];

    public static TheoryData<string> Whole => [.. BinlogFixture.Names.Where(name => name != "mysql-encrypted"
        && !name.Contains("truncated", StringComparison.Ordinal) && !name.Contains("zero", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Whole))]
    public void The_parts_of_every_file_add_up_to_its_bytes_exactly(string name)
    {
        foreach (var columns in new string[][] { [], ["--columns"] })
        {
            var run = TablesRun.Json([.. columns, TablesRun.Fixture(name)]);
            var size = new FileInfo(TablesRun.Fixture(name)).Length;
            Assert.Equal(size, TablesRun.Number(run.Data, "bytes"));
            Assert.Equal(size, run.Sum);
            Assert.Equal(size, TablesRun.Number(run.Data["files"]![0]!, "bytes"));
        }
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Tables_columns_and_rows_are_those_of_the_servers_tool(string name)
    {
        var run = TablesRun.Json("--columns", TablesRun.Fixture(name));
        foreach (var line in new BinlogFixture(name).Expected)
        {
            if (line[0] == "table" && line[3] != "0")
                Assert.Equal(long.Parse(line[3], CultureInfo.InvariantCulture) + long.Parse(line[5], CultureInfo.InvariantCulture),
                    TablesRun.Number(run.Table(line[1]), "bytes"));
            if (line[0] == "table" && line[6] != "-")
                Assert.Equal(string.Join(' ', line[6..9]),
                    string.Join(' ', new[] { "inserts", "updates", "deletes" }.Select(what => TablesRun.Number(run.Table(line[1]), what))));
            if (line[0] != "col")
                continue;
            var column = run.Table(line[1])["columns"]![int.Parse(line[2], CultureInfo.InvariantCulture) - 1]!;
            var found = new[] { "before_bytes", "after_bytes", "unchanged_bytes", "updates", "unchanged_updates" }.Select(
                what => TablesRun.Number(column, what));
            Assert.Equal(string.Join(' ', line[3..8]), string.Join(' ', found));
            Assert.Equal(TablesRun.Number(column, "before_bytes") + TablesRun.Number(column, "after_bytes"),
                TablesRun.Number(column, "bytes"));
        }
    }

    // rewrites TABLE "updates N" "in_transaction N" "in_file N": keys read from the tool's text. Equal rows of a table without a key
    // (ch.nopk, ch.dup) can
    // be taken for each other, so there the number may be another.
    [Theory]
    [InlineData("mariadb118-rewrites-full", true)]
    [InlineData("mysql-rewrites-payload", true)]
    [InlineData("mariadb-rewrites-noblob", false)]
    [InlineData("mysql-rewrites-minimal", false)]
    [InlineData("mysql-partition", true)]
    public void Rewrites_are_all_found_and_none_too_many(string name, bool full)
    {
        var run = TablesRun.Json("--columns", TablesRun.Fixture(name));
        var lines = new BinlogFixture(name).Expected.Where(line => line[0] == "rewrites").ToList();
        Assert.NotEmpty(lines);
        foreach (var line in lines.Where(line => line[1] is not ("ch.dup" or "ch.nopk")))
        {
            var table = run.Table(line[1]);
            var rewrites = table["rewrites"]!;
            Assert.Equal(Last(line[3]), TablesRun.Number(rewrites, "updates_in_transaction"));
            var inFile = TablesRun.Number(rewrites, "updates");
            if (full)
                Assert.Equal(Last(line[4]), inFile);
            else
                Assert.InRange(inFile, Last(line[4]) - TablesRun.Number(table, "inserts"), Last(line[4]));
        }
    }

    // 1 group with 100 kB of text, 10 posts deleted, 21 updates of the one group: mariadb-soundcloud-n10-crc32.txt.
    [Theory]
    [InlineData("mariadb-soundcloud-n10-crc32")]
    [InlineData("mysql-soundcloud-n10-crc32")]
    public void The_shape_of_the_outage_names_table_column_and_rewrites(string name)
    {
        var run = TablesRun.Json("--columns", TablesRun.Fixture(name));
        Assert.Equal("groups", run.Data["tables"]![0]!["table"]!.GetValue<string>());
        var groups = run.Table("app.groups");
        Assert.InRange(groups["share"]!.GetValue<double>(), 99, 100);
        Assert.Equal(1, TablesRun.Number(groups["rewrites"]!, "rows"));
        Assert.Equal(21, TablesRun.Number(groups["rewrites"]!, "updates"));
        Assert.Equal(22, TablesRun.Number(groups["rewrites"]!["worst"]![0]!, "writes"));
        var description = groups["columns"]!.AsArray().MaxBy(column => TablesRun.Number(column!, "bytes"))!;
        Assert.Equal(3, TablesRun.Number(description, "position"));
        Assert.Equal(21, TablesRun.Number(description, "unchanged_updates"));
        Assert.Equal(0, TablesRun.Number(run.Table("app.posts")["rewrites"]!, "updates"));
    }

    // The real file of the same work under NOBLOB has 108,337 bytes, with FULL 4,308,474: so much is
    // said to be saved, but for a few bytes of null bits.
    [Fact]
    public void What_NOBLOB_would_have_saved_is_what_the_real_file_of_NOBLOB_lacks()
    {
        var run = TablesRun.Json("--columns", TablesRun.Fixture("mysql-soundcloud-n10-crc32"));
        var said = run.Table("app.groups")["columns"]!.AsArray().Sum(column => TablesRun.Number(column!, "noblob_saves_at_most"));
        var saved = new FileInfo(TablesRun.Fixture("mysql-soundcloud-n10-crc32")).Length - new FileInfo(
            TablesRun.Fixture("mysql-soundcloud-n10-noblob")).Length;
        Assert.InRange(said, saved - 20, saved + 20);
    }

    [Fact]
    public void Compressed_rows_count_what_they_take_on_disk_and_say_what_was_logged()
    {
        foreach (var name in new[] { "mariadb-compressed", "mysql-compressed" })
        {
            var groups = TablesRun.Json(TablesRun.Fixture(name)).Table("app.groups");
            Assert.True(TablesRun.Number(groups, "logged_bytes") > 50 * TablesRun.Number(groups, "bytes"), groups.ToJsonString());
        }
    }

    [Fact]
    public void Statements_are_counted_by_the_first_table_that_they_name()
    {
        var run = TablesRun.Json(TablesRun.Fixture("mariadb-soundcloud-n10-statement"));
        Assert.Empty(run.Data["tables"]!.AsArray());
        Assert.InRange(TablesRun.Number(run.Data, "statement_bytes"), 2000, 6259);
        Assert.Contains(
            "app.groups", run.Data["statements_by_first_table"]!.AsArray().Select(target => target!["table"]!.GetValue<string>()));
    }

    [Fact]
    public void A_damaged_file_is_counted_up_to_the_damage()
    {
        var run = TablesRun.Json(TablesRun.Fixture("mysql-truncated-in-body"));
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(18_926, TablesRun.Number(run.Data["files"]![0]!, "damaged_at"));
        Assert.Equal(18_926, run.Sum);
    }

    [Fact]
    public void Names_come_from_a_file_where_the_binlog_carries_none()
    {
        using var folder = new TemporaryFolder();
        var names = folder.Write(
            "names", "app\tgroups\t1\tid\tint\napp\tgroups\t2\tname\napp\tgroups\t3\tdescription\n"
            + "app\tgroups\t4\tposts_count\napp\tgroups\t5\tupdated_at\n");
        var run = TablesRun.Json("--columns", "--names", names, TablesRun.Fixture("mysql-soundcloud-n10-crc32"));
        Assert.Equal("description", run.Table("app.groups")["columns"]![2]!["name"]!.GetValue<string>());
    }

    private static long Last(string text) => long.Parse(text.Split(' ')[^1], CultureInfo.InvariantCulture);
}
