using System.Globalization;
using Linux.Host;

namespace Nagios.Plugin.Tests;

/// <summary>State under real processes: at once, killed, on full and read-only disks.</summary>
public sealed class StateProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_at_the_same_time_never_lose_a_sample_that_they_said_was_kept()
    {
        var processes = Enumerable.Range(0, 8).Select(_ => SampleRun.Start(["--do", "state", "--state-dir", _folder.Path])).ToList();
        var runs = processes.ConvertAll(process => ProcessRun.Finish(process));
        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));

        var kept = runs.Where(run => !run.Output.Contains("held by another run", StringComparison.Ordinal)).Select(run => run.FirstLine)
            .ToList();
        Assert.Equal(Enumerable.Range(1, kept.Count).Select(number => $"SAMPLE OK - run {number}"), kept.Order(StringComparer.Ordinal));
        Assert.Equal($"SAMPLE OK - run {kept.Count + 1}", SampleRun.AsProcess("--do", "state", "--state-dir", _folder.Path).FirstLine);
        processes.ForEach(process => process.Dispose());
    }

    [Fact]
    public void A_run_killed_while_it_writes_leaves_the_old_content_or_the_new()
    {
        var random = new Random(9);
        for (var kill = 0; kill < 12; kill++)
        {
            foreach (var file in Directory.GetFiles(_folder.Path, "*.state"))
                File.Delete(file);
            using var process = SampleRun.Start(["--do", "save", "--state-dir", _folder.Path]);
            Requirements.Until(
                () => Directory.GetFiles(_folder.Path, "*.state").Length > 0, TimeSpan.FromSeconds(60), "the first snapshot");
            Thread.Sleep(random.Next(30));
            process.Kill();
            process.WaitForExit();

            using var state = StateStore.Open(_folder.Path, "check_sample", "numbers");
            var snapshot = state.Load();
            Assert.Null(state.Problem);
            Assert.Equal(1000, snapshot!.Records.Count);
            Assert.Single(snapshot.Records.Distinct(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_directory_of_the_Monitoring_Plugins_is_shared_by_user()
    {
        var user = ProcessRun.Of("id", ["-u"]).Output.Trim();
        var environment = new Dictionary<string, string?> { ["NAGIOS_PLUGIN_STATE_DIRECTORY"] = _folder.Path };
        using var first = SampleRun.Start(["--do", "state"], environment);
        Assert.Equal("SAMPLE OK - run 1\n", ProcessRun.Finish(first).Output);
        using var second = SampleRun.Start(["--do", "state"], environment);
        Assert.Equal("SAMPLE OK - run 2\n", ProcessRun.Finish(second).Output);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder.Path, user), "check_sample-*.state"));
    }

    [Fact]
    public void On_a_full_disk_the_check_judges_and_says_that_nothing_is_kept()
    {
        var run = InMountNamespace(
            "mount -t tmpfs -o size=64k,mode=700 none $DIR; $CHECK --do state --state-dir $DIR >/dev/null; dd if=/dev/zero of=$DIR/fill "
            + "bs=4k 2>/dev/null; $CHECK --do state --state-dir $DIR; ls $DIR | grep -c new");
        Assert.Equal($"SAMPLE OK - run 2\nNote: state cannot be kept in {_folder.Path}: no space left on device\n0\n", run.Output);
    }

    [Fact]
    public void On_a_read_only_disk_the_last_state_is_still_read()
    {
        var run = InMountNamespace(
            "mount -t tmpfs -o mode=700 none $DIR; $CHECK --do state --state-dir $DIR >/dev/null; mount -o remount,ro $DIR; $CHECK --do "
            + "state --state-dir $DIR; $CHECK --do state --state-dir $DIR/below");
        Assert.Equal(
            $"SAMPLE OK - run 2\nNote: state cannot be kept in {_folder.Path}: read-only file system\n"
            + $"SAMPLE OK - run 1\nNote: state cannot be kept in {_folder.Path}/below: read-only file system; name a directory with "
                + $"--state-dir\n", run.Output);
    }

    [Fact]
    public void State_of_the_largest_size_is_read_within_a_checks_memory()
    {
        using (var state = StateStore.Open(_folder.Path, "check_sample", "runs"))
            Assert.True(state.Save(
                new StateSnapshot(
                ClockReading.Now(),
                ["1", .. Enumerable.Range(0, 200_000).Select(number => number.ToString("D36", CultureInfo.InvariantCulture))])),
                state.Problem);
        Assert.InRange(new FileInfo(Directory.GetFiles(_folder.Path, "*.state").Single()).Length, 7_000_000, StateStore.MaximumBytes);
        using var process =
            SampleRun.Start(
            ["--do", "state", "--state-dir", _folder.Path], new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x8000000" });
        Assert.Equal("SAMPLE OK - run 2\n", ProcessRun.Finish(process).Output);
    }

    private ProcessRun InMountNamespace(string line)
    {
        Requirements.Root();
        Assert.SkipUnless(ProcessRun.Of("unshare", ["--mount", "true"]).ExitCode == 0, "needs the right to make a mount namespace");
        var script = _folder.Path + ".sh";
        try
        {
            File.WriteAllText(script, "DIR=" + _folder.Path + "\n" + SampleRun.ShellLine(line) + "\n");
            return SampleRun.InShell($"unshare --mount sh {script}");
        }
        finally
        {
            File.Delete(script);
        }
    }
}
