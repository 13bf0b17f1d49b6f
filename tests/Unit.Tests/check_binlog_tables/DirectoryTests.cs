using MySql.BinlogFiles;

namespace NagiosChecks.BinlogTables.Tests;

public sealed class DirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _state = new();

    public void Dispose()
    {
        _folder.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void Each_run_counts_what_is_new_and_all_runs_together_count_everything_once()
    {
        var bytes = File.ReadAllBytes(TablesRun.Fixture("mariadb118-rewrites-full"));
        bytes[4 + 17] |= 1;
        File.WriteAllBytes(PathOf(1), bytes[..4]);
        Run();
        var counted = 0L;
        for (var length = 20_000; ; length += 37_000)
        {
            var end = Math.Min(length, bytes.Length);
            using (var file = new FileStream(PathOf(1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                file.Position = file.Length;
                file.Write(bytes, (int)file.Position, end - (int)file.Position);
            }

            var run = Run();
            Assert.True(run.ExitCode == 0, run.Text);
            Assert.Equal(TablesRun.Number(run.Data, "bytes"), run.Sum);
            counted += TablesRun.Number(run.Data, "bytes");
            if (end == bytes.Length)
                break;
        }

        Assert.Equal(bytes.Length, counted);
        Assert.Equal(0, TablesRun.Number(Run().Data, "bytes"));
    }

    [Fact]
    public void Files_begun_since_the_last_run_are_counted_whole()
    {
        Put(1, "mysql-small-full");
        Run();
        Put(2, "mysql-gtid");
        Put(3, "mysql-types-minimal");
        Assert.Equal(Length("mysql-gtid") + Length("mysql-types-minimal"), TablesRun.Number(Run().Data, "bytes"));
    }

    [Fact]
    public void A_place_that_was_purged_is_told_and_counting_begins_anew()
    {
        Put(1, "mysql-small-full");
        Run();
        File.Delete(PathOf(1));
        Put(2, "mysql-gtid");
        Assert.Contains("is gone", Run().Text, StringComparison.Ordinal);
    }

    // 4.3 MB at once, as after a burst: the rate is over the time since the last run, at least a second.
    [Theory]
    [InlineData("20K", "1G", 1)]
    [InlineData("10K", "30K", 2)]
    [InlineData("1G", "2G", 0)]
    public void A_table_that_writes_more_than_the_limits_is_named_with_its_column(string warning, string critical, int state)
    {
        Put(1, "mysql-small-full");
        Assert.Equal(0, Run().ExitCode);
        Put(2, "mariadb-soundcloud-n10-crc32");
        Thread.Sleep(1100);
        var run = TablesRun.Of("--dir", _folder.Path, "--state-dir", _state.Path, "-w", warning, "-c", critical, "--busy", "1K");
        Assert.Equal(state, run.ExitCode);
        if (state > 0)
            Assert.Contains("app.groups takes 99.9 % of 4.1 MB", run.Text.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(
            "in column 3 (mediumblob/mediumtext), unchanged in 100 % of its updates", run.Text.Split('\n')[0], StringComparison.Ordinal);
    }

    // A burst of 3 GB a minute is 51 MB a second: over the default of 40 MB for CRITICAL; 5 MB a second is an ordinary day.
    [Theory]
    [InlineData(3L * 1024 * 1024 * 1024, 2)]
    [InlineData(300L * 1024 * 1024, 0)]
    [InlineData(900L * 1024 * 1024, 1)]
    public void The_defaults_name_the_outage_and_stay_quiet_on_ordinary_days(long bytesAMinute, int state)
    {
        var counter = new BinlogCounter(columns: false);
        var groups = new TableCount("app", "groups", 0) { Updates = 30_000, LargestRow = 200_000 };
        groups.Add(bytesAMinute, 60);
        var measurement = new BinlogTablesMeasurement
        {
            Files = [new CountedFile("/x/mysql-bin.000001") { Bytes = bytesAMinute + 1000 }],
            Counter = counter,
            Tables = [groups],
            Seconds = 60,
            Part = "in the last 60 s",
            HasColumns = false,
        };
        var result = new BinlogTablesEvaluation(measurement, BinlogTablesLimits.Of(new BinlogTablesOptions())).Judge();
        Assert.Equal(state, result.ExitCode);
        counter.Dispose();
    }

    [Fact]
    public void The_last_bytes_and_the_last_time_can_be_asked_for()
    {
        Put(1, "mysql-small-full");
        Put(2, "mysql-rewrites-minimal");
        var run = TablesRun.Json("--dir", _folder.Path, "--last-bytes", "100K");
        Assert.InRange(TablesRun.Number(run.Data, "bytes"), 90_000, 102_400);
        Assert.Equal(TablesRun.Number(run.Data, "bytes"), run.Sum);
        Assert.Equal(0, TablesRun.Number(TablesRun.Json("--dir", _folder.Path, "--since", "1m").Data, "bytes"));
        Assert.InRange(TablesRun.Number(TablesRun.Json("--dir", _folder.Path, "--since", "300d").Data, "bytes"),
            Length("mysql-rewrites-minimal"), long.MaxValue);
    }

    [Theory]
    [InlineData("--since 1m --new")]
    [InlineData("--since 1x")]
    [InlineData("--top 0")]
    [InlineData("-w 20:10")]
    [InlineData("--dir /nowhere")]
    [InlineData("--dir /tmp FILE")]
    public void Bad_options_are_UNKNOWN_in_one_line(string arguments)
    {
        var run = TablesRun.Of(arguments.Split(' '));
        Assert.Equal(3, run.ExitCode);
        Assert.Single(run.Text.TrimEnd('\n').Split('\n'));
    }

    private static long Length(string fixture) => new FileInfo(TablesRun.Fixture(fixture)).Length;

    private string PathOf(int number) => Path.Combine(_folder.Path, $"mysql-bin.{number:000000}");

    private void Put(int number, string fixture)
    {
        File.Copy(TablesRun.Fixture(fixture), PathOf(number), overwrite: true);
        _folder.Write("mysql-bin.index", string.Concat(Enumerable.Range(1, number).Select(each => $"./mysql-bin.{each:000000}\n")));
    }

    private TablesRun Run() => TablesRun.Json("--dir", _folder.Path, "--state-dir", _state.Path);
}
