namespace NagiosChecks.BinlogIntegrity.Tests;

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
    public void A_sound_directory_is_OK_and_the_next_run_reads_nothing()
    {
        Put(1, "mysql-small-full");
        Put(2, "mysql-gtid");
        Put(3, "mysql-in-use");
        WriteIndex(1, 2, 3);
        var first = Run();
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(["whole", "whole", "open"], first.Data["files"]!.AsArray().Select(file => file!["state"]!.GetValue<string>()));
        Assert.Equal(Length("mysql-small-full") + Length("mysql-gtid") + Length("mysql-in-use"),
            first.Data["bytes_read"]!.GetValue<long>());

        var second = Run();
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(0, second.Data["bytes_read"]!.GetValue<long>());
        Assert.Equal(first.File(2)["events"]!.GetValue<long>(), second.File(2)["events"]!.GetValue<long>());
    }

    [Fact]
    public void Only_the_newest_files_are_read_unless_all_are_asked_for()
    {
        Put(1, "mysql-small-full");
        Put(2, "mysql-gtid");
        Put(3, "mysql-in-use");
        WriteIndex(1, 2, 3);
        Assert.Single(Run("--files", "1").Data["files"]!.AsArray());
        Assert.Equal(3, Run("--all").Data["files"]!.AsArray().Count);
    }

    [Fact]
    public void What_the_index_lists_and_is_not_there_is_CRITICAL()
    {
        Put(1, "mysql-small-full");
        Put(3, "mysql-in-use");
        WriteIndex(1, 2, 3);
        var run = Run();
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("mysql-bin.000002", run.Data["missing"]![0]!.GetValue<string>());
    }

    [Fact]
    public void Files_outside_the_index_and_gaps_in_it_are_WARNING()
    {
        Put(1, "mysql-small-full");
        Put(2, "mysql-gtid");
        Put(3, "mysql-in-use");
        WriteIndex(1, 3);
        var run = Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("mysql-bin.000002", run.Data["extra"]![0]!.GetValue<string>());
        Assert.Equal("mysql-bin.000003", run.Data["gaps_before"]![0]!.GetValue<string>());
    }

    [Fact]
    public void An_older_file_that_was_never_closed_is_WARNING_and_an_empty_one_CRITICAL()
    {
        Put(1, "mysql-in-use");
        Put(2, "mysql-gtid");
        WriteIndex(1, 2);
        Assert.Equal(1, Run().ExitCode);

        File.WriteAllBytes(PathOf(1), []);
        var run = Run();
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("empty_file", run.File()["damage"]!.GetValue<string>());
    }

    [Fact]
    public void Half_an_event_at_the_end_of_the_newest_file_is_only_damage_when_nobody_goes_on_writing()
    {
        var bytes = File.ReadAllBytes(IntegrityRun.Fixture("mariadb-in-use"));
        File.WriteAllBytes(PathOf(1), bytes[..^10]);
        WriteIndex(1);
        var run = Run();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("open", run.File()["state"]!.GetValue<string>());
        Assert.InRange(run.File()["offset"]!.GetValue<long>(), 1, bytes.Length);

        File.SetLastWriteTimeUtc(PathOf(1), DateTime.UtcNow.AddMinutes(-3));
        Assert.Equal(2, Run().ExitCode);

        File.WriteAllBytes(PathOf(1), bytes);
        Assert.Equal(0, Run().ExitCode);
    }

    [Fact]
    public void A_file_of_the_same_name_after_RESET_is_read_from_its_start()
    {
        Put(1, "mysql-small-full");
        WriteIndex(1);
        Assert.Equal(0, Run().ExitCode);
        File.Delete(PathOf(1));
        Put(1, "mysql-types-minimal");
        var run = Run();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Length("mysql-types-minimal"), run.Data["bytes_read"]!.GetValue<long>());
    }

    [Fact]
    public void Relay_logs_and_other_files_in_the_directory_are_left_alone()
    {
        Put(1, "mysql-small-full");
        WriteIndex(1);
        File.Copy(IntegrityRun.Fixture("mysql-relay-log"), Path.Combine(_folder.Path, "relay-bin.000001"));
        _folder.Write("aria_log.00000001", "an engine's log");
        _folder.Write("mysql-bin.000001.idx", "");
        Assert.Single(Run().Data["files"]!.AsArray());
    }

    // A writer appends a real file in pieces of any size while the check runs again and again: never anything but OK.
    [Fact]
    public void A_file_that_grows_is_never_taken_for_damaged()
    {
        var bytes = File.ReadAllBytes(IntegrityRun.Fixture("mariadb118-rewrites-full"));
        bytes[4 + 17] |= 1;
        WriteIndex(1);
        File.WriteAllBytes(PathOf(1), bytes[..4]);
        using var done = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            var random = new Random(7);
            using var file = new FileStream(PathOf(1), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
            for (var at = 4; at < bytes.Length;)
            {
                var piece = Math.Min(random.Next(1, 3000), bytes.Length - at);
                file.Write(bytes, at, piece);
                at += piece;
                if (random.Next(20) == 0)
                    Thread.Sleep(1);
            }

            done.Set();
        });
        writer.Start();
        var runs = 0;
        while (!done.IsSet || runs < 20)
        {
            var run = Run();
            Assert.True(run.ExitCode == 0, run.Text);
            runs++;
        }

        writer.Join();
        Assert.Equal(bytes.Length, Run().File()["bytes"]!.GetValue<long>());
    }

    private static long Length(string fixture) => new FileInfo(IntegrityRun.Fixture(fixture)).Length;

    private string PathOf(int number) => Path.Combine(_folder.Path, $"mysql-bin.{number:000000}");

    private void Put(int number, string fixture) => File.Copy(IntegrityRun.Fixture(fixture), PathOf(number), overwrite: true);

    private void WriteIndex(params int[] numbers) =>
        _folder.Write("mysql-bin.index", string.Concat(numbers.Select(number => $"./mysql-bin.{number:000000}\n")));

    private IntegrityRun Run(params string[] arguments) =>
        IntegrityRun.Json(["--dir", _folder.Path, "--state-dir", _state.Path, .. arguments]);
}
