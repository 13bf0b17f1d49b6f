using System.Diagnostics;
using System.Text;

namespace Linux.Host.Tests;

public sealed class HostFilesTests : IDisposable
{
    private static readonly HostFiles Host = new("/");
    private readonly TemporaryFolder _tree = new();
    private readonly HostFiles _files;

    public HostFilesTests() => _files = new HostFiles(_tree.Path);

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/nonexistent")]
    [InlineData("/etc/passwd")]
    [InlineData("/dev/null/")]
    public void A_root_that_is_no_directory_is_refused_since_everything_would_count_as_missing(string root) =>
        Assert.Equal($"{root} is not a directory that this user can see", Assert.Throws<HostException>(() => new HostFiles(root)).Message);

    [Fact]
    public void Paths_stand_below_the_root_and_are_this_hosts_own_without_one()
    {
        Assert.Equal(_tree.Path + "/proc/modules", new HostFiles(_tree.Path + "//").PathOf("/proc/modules"));
        Assert.Equal("/proc/modules", Host.PathOf("/proc/modules"));
        Assert.Equal("/proc/modules", new HostFiles("//").PathOf("/proc/modules"));
        Assert.Equal((true, false), (_files.IsCaptured, Host.IsCaptured));
    }

    [Theory]
    [InlineData("")]
    [InlineData("65536\n")]
    [InlineData("länge 日本 😀")]
    [InlineData("nul\0inside\r\n")]
    public void Text_is_read_as_it_is(string text)
    {
        _tree.Write("proc/x", text);
        var content = _files.Read("/proc/x");
        Assert.Equal(new FileContent(_tree.Path + "/proc/x", FileOutcome.Read, text), content);
        Assert.Equal((text, text), (content.RequiredText(), content.TextIfExists()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(32768)]
    [InlineData(1_000_000)]
    public void Every_size_is_read_to_its_end(int size)
    {
        var text = new string('x', size);
        _tree.Write("x", text);
        Assert.Equal(text, _files.Read("/x").RequiredText());
        Assert.Equal(text, _files.Read("/x", size).RequiredText());
        if (size > 0)
            Assert.Equal($"{_tree.Path}/x is larger than such a file can be",
                Assert.Throws<HostException>(() => _files.Read("/x", size - 1).RequiredText()).Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_and_never_thrown_over()
    {
        var random = new Random(8);
        for (var number = 0; number < 300; number++)
        {
            var bytes = new byte[random.Next(20_000)];
            random.NextBytes(bytes);
            File.WriteAllBytes(_tree.Path + "/x", bytes);
            Assert.Equal(Encoding.UTF8.GetString(bytes), _files.Read("/x").RequiredText());
        }
    }

    [Theory]
    [InlineData("truncate -s 1T huge", "huge", FileOutcome.TooLarge, "is larger than such a file can be")]
    [InlineData("ln -s /dev/zero endless", "endless", FileOutcome.Missing, "does not exist")]
    [InlineData("mkfifo fifo", "fifo", FileOutcome.Failed, "cannot be read: not a regular file")]
    [InlineData("mkdir folder", "folder", FileOutcome.Failed, "cannot be read: is a directory")]
    [InlineData("ln -s a b; ln -s b a", "a", FileOutcome.Failed, "cannot be read: too many symbolic links")]
    [InlineData("ln -s nowhere dangling", "dangling", FileOutcome.Missing, "does not exist")]
    [InlineData("touch file", "file/below", FileOutcome.Missing, "does not exist")]
    [InlineData(":", "missing/below", FileOutcome.Missing, "does not exist")]
    [InlineData("perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => q(socket), Listen => 1) or die'", "socket", FileOutcome.Failed,
        "cannot be read: ")]
    public void What_is_no_file_to_read_ends_at_once_in_words(string make, string name, FileOutcome outcome, string words)
    {
        Assert.Equal(0, ProcessRun.OfShell($"cd {_tree.Path} && {make}").ExitCode);
        var clock = Stopwatch.StartNew();
        var content = _files.Read("/" + name);
        Assert.Equal((outcome, ""), (content.Outcome, content.Text));
        Assert.StartsWith($"{_tree.Path}/{name} {words}", content.Explanation(), StringComparison.Ordinal);
        Assert.Equal(content.Explanation(), Assert.Throws<HostException>(content.RequiredText).Message);
        if (outcome == FileOutcome.Missing)
            Assert.Null(content.TextIfExists());
        else
            Assert.Throws<HostException>(content.TextIfExists);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_FIFO_that_somebody_holds_open_does_not_hold_the_check()
    {
        var fifo = _tree.Path + "/fifo";
        Assert.Equal(0, ProcessRun.Of("mkfifo", [fifo]).ExitCode);
        using var holder = new FileStream(fifo, FileMode.Open, FileAccess.ReadWrite);
        Assert.Equal(FileOutcome.Failed, _files.Read("/fifo").Outcome);
    }

    [Fact]
    public void What_this_user_may_not_read_is_denied_and_not_missing()
    {
        Requirements.Root();
        File.SetUnixFileMode(_tree.Write("secret", "x"), UnixFileMode.None);
        _tree.Write("closed/inside", "x");
        File.SetUnixFileMode(_tree.Path + "/closed", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(
            _tree.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        foreach (var name in new[] { "/secret", "/closed/inside" })
        {
            var content = OtherUser.Do(() => _files.Read(name));
            Assert.Equal((FileOutcome.Denied, $"{_tree.Path}{name} may not be read by this user"),
                (content.Outcome, content.Explanation()));
            Assert.Throws<HostException>(content.TextIfExists);
        }

        Assert.Equal($"{_tree.Path}/closed may not be listed by this user",
            Assert.Throws<HostException>(() => OtherUser.Do(() => _files.List("/closed"))).Message);
        Assert.Null(OtherUser.Do(() => _files.Status("/closed/inside")));
        Assert.Null(OtherUser.Do(() => _files.ReadLink("/closed/inside")));
    }

    [Fact]
    public void Files_under_proc_are_read_although_their_size_is_said_to_be_nothing()
    {
        Assert.Equal(0, Host.Status("/proc/self/status")!.Value.Size);
        Assert.Contains("\nPid:\t", Host.Read("/proc/self/status").RequiredText(), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText("/proc/version"), Host.Read("/proc/version").RequiredText());
        Assert.Equal(FileOutcome.Missing, Host.Read("/proc/4194304/status").Outcome);
        Assert.Equal((FileOutcome.Failed, "/proc/self/mem cannot be read: input/output error"),
            (Host.Read("/proc/self/mem").Outcome, Host.Read("/proc/self/mem").Explanation()));
        Assert.Equal(FileOutcome.TooLarge, Host.Read("/proc/self/maps", 100).Outcome);
    }

    [Fact]
    public void A_process_that_ends_while_it_is_looked_at_counts_as_missing()
    {
        using var process = ProcessRun.Start("/bin/sleep", ["60"]);
        var folder = $"/proc/{process.Id}";
        Assert.Contains("status", Host.List(folder)!);
        process.Kill();
        process.WaitForExit();
        Assert.Null(Host.List(folder));
        Assert.Null(Host.List(folder + "/fd"));
        Assert.Equal(FileOutcome.Missing, Host.Read(folder + "/status").Outcome);
        Assert.Null(Host.ReadLink(folder + "/ns/net"));
        Assert.Null(Host.Status(folder));
    }

    [Fact]
    public void Ten_thousand_hostile_names_are_listed_as_they_are()
    {
        var folder = Directory.CreateDirectory(_tree.Path + "/etc/modprobe.d").FullName;
        var names = Enumerable.Range(0, 10_000).Select(number => $"{number} | '\"\\\n\u001b[31m日本").ToHashSet();
        foreach (var name in names)
            File.WriteAllText(Path.Combine(folder, name), "");
        Assert.Equal(names, _files.List("/etc/modprobe.d")!.ToHashSet());
        Assert.Equal(0, ProcessRun.OfShell($"cd {folder} && touch \"$(printf 'bad\\377name')\"").ExitCode);
        Assert.Contains("bad\ufffdname", _files.List("/etc/modprobe.d")!);
    }

    [Fact]
    public void A_directory_that_is_missing_or_a_file_is_told_from_an_empty_one()
    {
        Assert.Null(_files.List("/missing"));
        _tree.Write("file", "x");
        Assert.Null(_files.List("/file"));
        Assert.Null(_files.List("/file/below"));
        _tree.Link("a", "b");
        _tree.Link("b", "a");
        Assert.Equal($"{_tree.Path}/a cannot be listed: too many symbolic links",
            Assert.Throws<HostException>(() => _files.List("/a")).Message);
        Directory.CreateDirectory(_tree.Path + "/empty");
        Assert.Empty(_files.List("/empty")!);
    }

    [Fact]
    public void Links_are_read_and_not_followed_unless_asked()
    {
        _tree.Write("file", "four");
        _tree.Link("link", "file");
        _tree.Link("long", new string('x', 4000));
        Assert.Equal(("file", new string('x', 4000)), (_files.ReadLink("/link"), _files.ReadLink("/long")));
        Assert.Equal((null, null), (_files.ReadLink("/file"), _files.ReadLink("/missing")));
        Assert.Equal((true, 4L), (_files.Status("/link")!.Value.IsRegularFile, _files.Status("/link")!.Value.Size));
        Assert.False(_files.Status("/link", followLinks: false)!.Value.IsRegularFile);
        Assert.StartsWith("net:[", Host.ReadLink("/proc/self/ns/net"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_says_what_stat_says()
    {
        var file = _tree.Write("file", "12345");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupWrite);
        var status = _files.Status("/file")!.Value;
        var said = ProcessRun.Of("stat", ["-c", "%f %u %i %s %Hd %Ld %Y", file]).Output.Trim();
        Assert.Equal(said,
            $"{status.Mode:x} {status.UserId} {status.Inode} {status.Size} {status.DeviceMajor} {status.DeviceMinor} "
            + $"{status.ModifiedSeconds}");
        Assert.Equal((true, false, true), (status.IsRegularFile, status.IsDirectory, status.IsWritableByOthers));
        Assert.Equal((false, true), (_files.Status("/")!.Value.IsRegularFile, _files.Status("/")!.Value.IsDirectory));
    }
}
