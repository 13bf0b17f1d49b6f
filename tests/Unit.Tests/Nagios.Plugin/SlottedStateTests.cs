using Linux.Host;

namespace Nagios.Plugin.Tests;

/// <summary>State that means nothing after a reboot: written in place, in two slots.</summary>
public sealed class SlottedStateTests : IDisposable
{
    private const string Key = "--namespace own";
    private const int Slot = SlottedStateFile.SlotBytes;
    private readonly TemporaryFolder _folder = new();

    private string Dir => Path.Combine(_folder.Path, "state");

    private string StateFile => Directory.GetFiles(Dir, "*.slots").Single();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_run_writes_over_the_older_of_two_slots_in_one_and_the_same_file()
    {
        Assert.Null(Keep("one"));
        var inode = FileStatus.Read(StateFile)!.Value.Inode;
        for (var run = 2; run < 8; run++)
            Assert.Equal([$"run {run - 1}".Replace("run 1", "one", StringComparison.Ordinal)], Keep($"run {run}"));
        Assert.Equal((inode, 1u), (FileStatus.Read(StateFile)!.Value.Inode, FileStatus.Read(StateFile)!.Value.LinkCount));
        Assert.Equal([".slots"], Directory.GetFiles(Dir, "check_*").Select(Path.GetExtension));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void A_run_that_is_killed_while_it_writes_leaves_the_snapshot_before(int written)
    {
        Keep("one");
        Keep("two");
        Keep("three");
        // The third run wrote slot 1; the fourth would write slot 0, and gets only so far.
        var whole = File.ReadAllBytes(StateFile);
        Keep("four");
        var next = File.ReadAllBytes(StateFile);
        var torn = whole.ToArray();
        Assert.Equal(whole[Slot..], next[Slot..]);
        next.AsSpan(0, written).CopyTo(torn);
        File.WriteAllBytes(StateFile, torn);
        Assert.Equal(["three"], Keep("five"));
        Assert.Equal(["five"], Keep("six"));
    }

    [Fact]
    public void A_long_snapshot_is_followed_by_a_short_one_and_none_is_mixed_with_the_other()
    {
        var random = new Random(3);
        string[]? before = null;
        for (var run = 0; run < 60; run++)
        {
            string[] records =
                [.. Enumerable.Range(0, random.Next(300)).Select(number => new string((char)('a' + number % 26), random.Next(200)))];
            Assert.Equal(before, Keep(records));
            before = records;
        }
    }

    [Fact]
    public void A_snapshot_that_fills_a_slot_is_kept_and_a_larger_one_is_not()
    {
        Keep("one");
        Assert.Equal(["one"], Keep(new string('x', Slot - 500)));
        using var state = Open();
        Assert.Single(state.Load()!.Records, record => record.Length == Slot - 500);
        Assert.False(state.Save(Snapshot(new string('x', Slot))));
        Assert.Equal($"state cannot be kept in {Dir}: too large", state.Problem);
        Assert.Single(state.Load()!.Records, record => record.Length == Slot - 500);
    }

    [Theory]
    [InlineData("mkfifo {0}", "is not a regular file of this user")]
    [InlineData("mkdir {0}", "is not a readable file of this user (is a directory)")]
    [InlineData("ln -s /etc/passwd {0}", "is not a readable file of this user (too many symbolic links)")]
    [InlineData("ln -s /nonexistent {0}", "is not a readable file of this user (too many symbolic links)")]
    [InlineData("head -c 3000 /dev/urandom > {0}", "is damaged or of another version")]
    [InlineData("printf 'slot 99999999999999999999 5 0\\nabcde' > {0}", "is damaged or of another version")]
    [InlineData("printf 'slot 7 2147483647 0\\n' > {0}", "is damaged or of another version")]
    [InlineData("printf 'slot 7 -1 0\\n' > {0}", "is damaged or of another version")]
    public void What_is_not_our_state_is_set_aside_and_the_next_run_is_well_again(string make, string why)
    {
        Keep("one");
        var file = StateFile;
        File.Delete(file);
        Assert.Equal(0, ProcessRun.OfShell(make.Replace("{0}", file, StringComparison.Ordinal)).ExitCode);
        using (var state = Open())
        {
            Assert.Null(state.Load());
            Assert.Equal($"the state of the last run {why}: set aside as {file}.set-aside; what this run compares with earlier ones "
                + $"starts anew", state.Problem);
            Assert.True(state.Save(Snapshot("two")));
        }

        Assert.Equal(["two"], Keep("three"));
        Assert.StartsWith("root:", File.ReadAllText("/etc/passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_run_at_the_same_time_reads_and_does_not_write()
    {
        Keep("one");
        using var first = Open();
        using var second = Open();
        Assert.Equal($"state is read but not kept: {StateFile} is held by another run", second.Problem);
        Assert.Equal(["one"], second.Load()!.Records);
        Assert.False(second.Save(Snapshot("two")));
        Assert.True(first.Save(Snapshot("three")));
        Assert.Equal(["three"], second.Load()!.Records);
    }

    [Fact]
    public void Another_keys_snapshot_in_the_file_does_not_count()
    {
        Keep("one");
        var mine = StateFile;
        using (var other = StateStore.Open(Dir, "check_sample", "other", StateLifetime.UntilReboot))
            Assert.True(other.Save(Snapshot("other")));
        File.Copy(Directory.GetFiles(Dir, "*.slots").Single(path => path != mine), mine, overwrite: true);
        using var state = Open();
        Assert.Null(state.Load());
        Assert.Contains("is damaged or of another version", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_version_1_kept_is_read_once()
    {
        using (var old = StateStore.Open(Dir, "check_sample", Key))
            Assert.True(old.Save(Snapshot("of version 1")));
        Assert.Equal(["of version 1"], Keep("one"));
        Assert.Equal(["one"], Keep("two"));
    }

    private static StateSnapshot Snapshot(params string[] records) => new(ClockReading.Now(), records);

    private StateStore Open() => StateStore.Open(Dir, "check_sample", Key, StateLifetime.UntilReboot);

    private IReadOnlyList<string>? Keep(params string[] records)
    {
        using var state = Open();
        var before = state.Load();
        Assert.True(state.Save(Snapshot(records)), state.Problem);
        return before?.Records;
    }
}
