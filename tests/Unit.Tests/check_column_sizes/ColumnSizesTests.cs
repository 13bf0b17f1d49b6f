using System.Text.Json.Nodes;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes.Tests;

public sealed class ColumnSizesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _state = new();

    public void Dispose()
    {
        _folder.Dispose();
        _state.Dispose();
    }

    // 100,000 bytes of text in one row, and 21 updates of it: mariadb-soundcloud-n10-crc32.txt. Column 3 has no name there.
    [Fact]
    public void A_value_larger_than_expected_is_told_with_size_place_and_count()
    {
        var (exitCode, text) = Run("--expect", "app.groups.3=2K", Fixture("mariadb-soundcloud-n10-crc32"));
        Assert.Equal(2, exitCode);
        Assert.StartsWith(
            "COLUMN_SIZES CRITICAL - app.groups.3 was written with 98 KB where at most 2.0 KB was expected, and 21 more", text,
            StringComparison.Ordinal);
        Assert.Contains("first in mariadb-soundcloud-n10-crc32.bin at offset ", text, StringComparison.Ordinal);
        Assert.Contains("GTID 0-31-", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.groups.3=50K", 1)]
    [InlineData("app.groups.3=9K", 2)]
    [InlineData("app.groups.3=100K", 0)]
    [InlineData("app.*.3=50K", 1)]
    [InlineData("*.groups.?=50K", 1)]
    [InlineData("app.posts.3=1", 1)]
    [InlineData("other.groups.3=1", 0)]
    [InlineData("app.groups.3=1M,app.groups.*=100", 0)]
    public void The_first_expectation_about_a_column_counts_and_the_factor_decides(string expectations, int state) =>
        Assert.Equal(state, Run("--expect", expectations, Fixture("mariadb-soundcloud-n10-crc32")).ExitCode);

    [Fact]
    public void Names_of_full_metadata_and_characters_are_used()
    {
        var fixture = Fixture("mariadb118-soundcloud-n6-metadata-full");
        Assert.Equal(1, Run("--expect", "app.groups.description=10000chars", fixture).ExitCode);
        Assert.Equal(0, Run("--expect", "app.groups.description=20000chars", fixture).ExitCode);
        var json = JsonNode.Parse(Run("--json", fixture).Text)!["data"]!["columns"]!.AsArray();
        var description = json.First(column => column!["name"]?.GetValue<string>() == "description")!;
        Assert.Equal(20_000, description["largest_bytes"]!.GetValue<long>());
    }

    // Characters of UTF-8 text that is longer in bytes than in characters.
    [Theory]
    [InlineData("mysql-types-full", "ty.allt.*=1000000chars", 0)]
    [InlineData("mysql-types-full", "ty.allt.*=0chars", 2)]
    public void Characters_are_counted_where_the_character_set_is_known(string name, string expectation, int state) =>
        Assert.Equal(state, Run("--expect", expectation, Fixture(name)).ExitCode);

    [Fact]
    public void Expectations_come_from_a_file_with_comments()
    {
        var file = _folder.Write("expectations", "# what we know\n\napp.groups.3=2K  # a description\n");
        Assert.Equal(2, Run("--expectations", file, Fixture("mariadb-soundcloud-n10-crc32")).ExitCode);
        var (exitCode, text) = Run("--expectations", _folder.Write("bad", "app.groups=2K\n"), Fixture("mysql-gtid"));
        Assert.Equal(3, exitCode);
        Assert.Contains("app.groups=2K", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_proposed_is_kept_by_the_same_binlog_and_never_written_over()
    {
        var proposal = Path.Combine(_folder.Path, "proposal");
        var fixture = Fixture("mariadb118-soundcloud-n6-metadata-full");
        Assert.Equal(0, Run("--propose", proposal, fixture).ExitCode);
        Assert.Contains("app.groups.description=65536  # largest 20000 of ", File.ReadAllText(proposal), StringComparison.Ordinal);
        Assert.Equal(0, Run("--expectations", proposal, fixture).ExitCode);
        Assert.Equal(3, Run("--propose", proposal, fixture).ExitCode);
    }

    [Fact]
    public void A_broken_expectation_is_held_and_then_forgotten()
    {
        Put(1, "mysql-small-full");
        string[] arguments = ["--dir", _folder.Path, "--state-dir", _state.Path, "--expect", "app.groups.3=2K"];
        Assert.Equal(0, Of(arguments).ExitCode);
        Put(2, "mariadb-soundcloud-n10-crc32");
        Assert.Equal(2, Of(arguments).ExitCode);
        var held = Of(arguments);
        Assert.Equal(2, held.ExitCode);
        Assert.Contains("and 21 more", held.Text, StringComparison.Ordinal);
        Assert.Equal(0, Of([.. arguments, "--hold", "0"]).ExitCode);
    }

    [Theory]
    [InlineData("--expect nonsense")]
    [InlineData("--expect a.b.c=")]
    [InlineData("--expect a.b.c=-1")]
    [InlineData("--factor 0")]
    [InlineData("--expectations /nowhere/at/all")]
    [InlineData("--dir /nowhere/at/all")]
    public void Bad_options_are_UNKNOWN_in_one_line(string arguments)
    {
        var (exitCode, text) = Run(arguments.Split(' '));
        Assert.Equal(3, exitCode);
        Assert.Single(text.TrimEnd('\n').Split('\n'));
    }

    // Sizes of values by mysqlbinlog's text: col lines of the expectations hold their sums.
    [Fact]
    public void The_sums_are_those_of_the_servers_tool()
    {
        var columns = JsonNode.Parse(Run("--json", Fixture("mariadb-rewrites-noblob")).Text)!["data"]!["columns"]!.AsArray();
        var txt = columns.First(column => column!["table"]!.GetValue<string>() == "pk" && column["position"]!.GetValue<int>() == 2)!;
        var prefix = 2 * txt["values"]!.GetValue<long>();
        Assert.Equal(10_765, txt["bytes"]!.GetValue<long>() + prefix);
    }

    private static string Fixture(string name) => Repository.Fixture("MySql.Binlog", name + ".bin");

    private static (int ExitCode, string Text) Of(string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        return (CheckHost.Run(new ColumnSizesCheck(), arguments, output), output.ToString());
    }

    private (int ExitCode, string Text) Run(params string[] arguments) => Of(["--state-dir", _state.Path, .. arguments]);

    private void Put(int number, string fixture) => File.Copy(Fixture(fixture), Path.Combine(_folder.Path, $"mysql-bin.{number:000000}"));
}
