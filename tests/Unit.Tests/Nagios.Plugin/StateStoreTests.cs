using Linux.Host;

namespace Nagios.Plugin.Tests;

public sealed class StateStoreTests : IDisposable
{
    private const string Key = "--namespace own";
    private readonly TemporaryFolder _folder = new();

    private string Dir => Path.Combine(_folder.Path, "state");

    private string StateFile => Directory.GetFiles(Dir, "*.state").Single();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_first_run_remembers_nothing_and_the_next_remembers_the_first()
    {
        using (var first = StateStore.Open(Dir, "check_sample", Key))
        {
            Assert.Null(first.Load());
            Assert.Null(first.Problem);
            Assert.True(first.Save(Snapshot("one")));
        }

        using var second = StateStore.Open(Dir, "check_sample", Key);
        Assert.Equal(["one"], second.Load()!.Records);
        Assert.True(second.Save(Snapshot("two")));
        Assert.Equal(["two"], second.Load()!.Records);
        Assert.Null(second.Problem);
    }

    [Fact]
    public void The_directory_and_its_files_belong_to_the_user_alone()
    {
        Keep("one");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Dir));
        Assert.All(Directory.GetFiles(Dir), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(["", ".lock", ".state"], Directory.GetFiles(Dir).Select(Path.GetExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_and_checks_do_not_share_their_state()
    {
        string[] keys = ["", "a", "a ", "a|", "a/", "a\nb", "a b", new string('k', 5000) + "1", new string('k', 5000) + "2", "日本"];
        foreach (var check in new[] { "check_a", "check_b" })
        {
            foreach (var key in keys)
            {
                using var state = StateStore.Open(Dir, check, key);
                Assert.Null(state.Load());
                Assert.True(state.Save(Snapshot(check + key.Replace('\n', '/'))));
                Assert.Null(state.Problem);
            }
        }

        Assert.Equal(keys.Length * 2, Directory.GetFiles(Dir, "*.state").Length);
    }

    [Fact]
    public void A_directory_that_is_a_link_is_not_used()
    {
        Directory.CreateDirectory(
            Path.Combine(_folder.Path, "elsewhere"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Link("state", Path.Combine(_folder.Path, "elsewhere"));
        foreach (var path in new[] { Dir, Dir + "/", Dir + "//" })
            AssertNotKept(path, $"state is not kept: {Dir} is a symbolic link of ");
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "elsewhere")));
    }

    [Fact]
    public void A_directory_that_is_a_file_is_not_used()
    {
        _folder.Write("state", "mine");
        AssertNotKept(Dir, $"{Dir} is a regular file of ");
        Assert.Equal("mine", File.ReadAllText(Dir));
    }

    [Theory]
    [InlineData("/nonexistent/state", "no such file or directory; name a directory with --state-dir")]
    [InlineData("", "no such file or directory")]
    [InlineData("/proc/state", "no such file or directory")]
    [InlineData("/dev/null/state", "not a directory")]
    [InlineData("/dev/null", "/dev/null is a device of ")]
    public void A_directory_that_cannot_be_made_is_said(string path, string why) => AssertNotKept(path, why);

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_directory_that_others_may_write_is_not_used(UnixFileMode extra)
    {
        Directory.CreateDirectory(Dir);
        File.SetUnixFileMode(Dir, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | extra);
        AssertNotKept(Dir, "state is not kept: others than ");
        Assert.Empty(Directory.GetFileSystemEntries(Dir));
    }

    [Fact]
    public void A_directory_of_another_user_is_not_used()
    {
        Requirements.Root();
        Directory.CreateDirectory(Dir);
        Assert.Equal(0, ProcessRun.Of("chown", ["65534", Dir]).ExitCode);
        AssertNotKept(Dir, $"state is not kept: {Dir} is a directory of user nobody (uid 65534), not a directory of user root (uid 0)");
    }

    [Theory]
    [InlineData("fifo", "is not a regular file of this user")]
    [InlineData("directory", "is not a regular file of this user")]
    [InlineData("link", "is not a readable file of this user (too many symbolic links)")]
    [InlineData("dangling link", "is not a readable file of this user (too many symbolic links)")]
    [InlineData("socket", "is not a readable file of this user")]
    [InlineData("device", "is not a regular file of this user")]
    [InlineData("foreign", "is not a regular file of this user")]
    [InlineData("huge", "too large")]
    [InlineData("empty", "is damaged or of another version")]
    [InlineData("binary", "is damaged or of another version")]
    public void What_is_not_our_state_is_set_aside_and_the_next_run_is_well_again(string kind, string why)
    {
        if (kind is "foreign" or "device")
            Requirements.Root();
        Keep("one");
        var file = StateFile;
        File.Delete(file);
        var line = kind switch
        {
            "fifo" => $"mkfifo {file}",
            "directory" => $"mkdir {file} && touch {file}/inside",
            "link" => $"ln -s /etc/passwd {file}",
            "dangling link" => $"ln -s /nonexistent {file}",
            "socket" => $"perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => shift, Listen => 1) or die' {file}",
            "device" => $"mknod {file} c 1 5",
            "foreign" => $"echo x > {file} && chown 65534 {file}",
            "huge" => $"truncate -s 9M {file}",
            "empty" => $": > {file}",
            _ => $"head -c 3000 /dev/urandom > {file}",
        };
        Assert.Equal(0, ProcessRun.OfShell(line).ExitCode);

        using (var state = StateStore.Open(Dir, "check_sample", Key))
        {
            Assert.Null(state.Load());
            Assert.Contains(why, state.Problem, StringComparison.Ordinal);
            Assert.EndsWith(
                $"set aside as {file}.set-aside; what this run compares with earlier ones starts anew", state.Problem,
                StringComparison.Ordinal);
            Assert.True(state.Save(Snapshot("two")));
        }

        using var next = StateStore.Open(Dir, "check_sample", Key);
        Assert.Equal(["two"], next.Load()!.Records);
        Assert.Null(next.Problem);
        Assert.True(Path.Exists(file + ".set-aside") || new FileInfo(file + ".set-aside").LinkTarget is not null);
        Assert.StartsWith("root:", File.ReadAllText("/etc/passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public void Left_overs_of_a_killed_run_are_no_hindrance()
    {
        Keep("one");
        var leftOver = StateFile + ".new";
        foreach (var line in new[] { $"head -c 100 /dev/urandom > {leftOver}", $"ln -s /etc/passwd {leftOver}", $"mkfifo {leftOver}" })
        {
            Assert.Equal(0, ProcessRun.OfShell(line).ExitCode);
            Keep("two");
            Assert.False(Path.Exists(leftOver));
        }
    }

    [Fact]
    public void What_cannot_be_replaced_is_said_and_the_check_goes_on()
    {
        Keep("one");
        Directory.CreateDirectory(StateFile + ".new");
        using var state = StateStore.Open(Dir, "check_sample", Key);
        Assert.Equal(["one"], state.Load()!.Records);
        Assert.False(state.Save(Snapshot("two")));
        Assert.Equal($"state cannot be kept in {Dir}: exists already", state.Problem);
    }

    [Fact]
    public void Another_run_at_the_same_time_reads_and_does_not_write()
    {
        Keep("one");
        using var first = StateStore.Open(Dir, "check_sample", Key);
        using var other = StateStore.Open(Dir, "check_sample", "another key");
        Assert.Null(other.Problem);

        using var second = StateStore.Open(Dir, "check_sample", Key);
        Assert.Equal($"state is read but not kept: {StateFile} is held by another run", second.Problem);
        Assert.Equal(["one"], second.Load()!.Records);
        Assert.False(second.Save(Snapshot("two")));
        Assert.True(first.Save(Snapshot("three")));
        Assert.Equal(["three"], second.Load()!.Records);

        File.WriteAllText(StateFile, "damaged");
        Assert.Null(second.Load());
        Assert.DoesNotContain("set aside", second.Problem, StringComparison.Ordinal);
        Assert.Equal("damaged", File.ReadAllText(StateFile));
    }

    [Fact]
    public void A_state_too_large_is_not_kept_and_the_old_one_stays()
    {
        Keep("one");
        using var state = StateStore.Open(Dir, "check_sample", Key);
        Assert.False(state.Save(Snapshot(new string('x', StateStore.MaximumBytes))));
        Assert.Equal($"state cannot be kept in {Dir}: too large", state.Problem);
        Assert.Equal(["one"], state.Load()!.Records);
    }

    [Fact]
    public void Samples_of_before_a_reboot_or_a_clock_jump_are_told_by_the_clock_they_carry()
    {
        Keep("one", new ClockReading(5000, 100, "boot-a"));
        using var state = StateStore.Open(Dir, "check_sample", Key);
        var taken = state.Load()!.Taken;
        Assert.Equal(60, new ClockReading(1, 160, "boot-a").SecondsSince(taken));
        Assert.Null(new ClockReading(5060, 20, "boot-b").SecondsSince(taken));
        Assert.Null(new ClockReading(5060, 50, "boot-a").SecondsSince(taken));
    }

    [Fact]
    public void The_default_directory_is_the_users_own()
    {
        var user = ProcessRun.Of("id", ["-u"]).Output.Trim();
        Assert.Equal(user == "0" ? "/var/lib/nagios-checks" : $"/var/tmp/nagios-checks-{user}", StateStore.DefaultDirectory());
    }

    private static StateSnapshot Snapshot(string record, ClockReading? taken = null) => new(taken ?? ClockReading.Now(), [record]);

    private void Keep(string record, ClockReading? taken = null)
    {
        using var state = StateStore.Open(Dir, "check_sample", Key);
        Assert.True(state.Save(Snapshot(record, taken)), state.Problem);
    }

    private static void AssertNotKept(string path, string why)
    {
        using var state = StateStore.Open(path, "check_sample", Key);
        Assert.Contains(why, state.Problem, StringComparison.Ordinal);
        Assert.Null(state.Load());
        Assert.False(state.Save(Snapshot("one")));
        Assert.Contains(why, state.Problem, StringComparison.Ordinal);
    }
}
