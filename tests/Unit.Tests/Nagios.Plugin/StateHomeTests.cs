using Linux.Host;

namespace Nagios.Plugin.Tests;

/// <summary>Where state is kept, who may have taken the place, and when files go.</summary>
public sealed class StateHomeTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_directory_is_found_by_its_owner_and_not_by_its_name()
    {
        Requirements.Root();
        foreach (var (name, owner) in new[] { ("aaa", 1234), ("nagios", 4321), ("zzz", 4321), ("open", 999) })
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, name), OwnerOnly);
            Assert.Equal(0, ProcessRun.Of("chown", [$"{owner}", Path.Combine(_folder.Path, name)]).ExitCode);
        }

        File.SetUnixFileMode(Path.Combine(_folder.Path, "open"), OwnerOnly | UnixFileMode.OtherWrite);
        _folder.Link("link", Path.Combine(_folder.Path, "nagios"));
        Assert.Equal(_folder.Path + "/nagios", StateHome.OwnedBelow(_folder.Path, 4321));
        Assert.Equal(_folder.Path + "/aaa", StateHome.OwnedBelow(_folder.Path, 1234));
        Assert.Null(StateHome.OwnedBelow(_folder.Path, 999));
        Assert.Null(StateHome.OwnedBelow(_folder.Path, 5));
    }

    [Fact]
    public void A_parent_in_which_others_could_make_directories_is_not_used()
    {
        var user = RunningUser.Id;
        Directory.CreateDirectory(Path.Combine(_folder.Path, "mine"), OwnerOnly);
        Assert.Equal(_folder.Path + "/mine", StateHome.OwnedBelow(_folder.Path, user, trusted: user));
        Assert.Null(StateHome.OwnedBelow(_folder.Path, user, trusted: user + 1));
        File.SetUnixFileMode(_folder.Path, OwnerOnly | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        Assert.Null(StateHome.OwnedBelow(_folder.Path, user, trusted: user));
        Assert.Null(StateHome.OwnedBelow(_folder.Path + "/nowhere", user, trusted: user));
    }

    [Theory]
    [InlineData("mkdir {0} && chmod 700 {0}", "directory")]
    [InlineData("mkfifo {0}", "FIFO")]
    [InlineData("touch {0}", "regular file")]
    [InlineData("ln -s /nonexistent {0}", "symbolic link")]
    public void Whoever_took_the_default_directory_is_named_with_a_command_that_mends_it(string make, string kind)
    {
        Requirements.Root();
        var path = _folder.Path + "/nagios-checks-0";
        Assert.Equal(0, ProcessRun.OfShell(make.Replace("{0}", path, StringComparison.Ordinal) + $" && chown -h nobody {path}").ExitCode);
        using var taken = StateDirectory.Open(path, isDefault: true, out var problem, out var remedy);
        Assert.Null(taken);
        Assert.Equal($"state is not kept: {path} is a {kind} of user nobody (uid 65534), not a directory of user root (uid 0)", problem);
        Assert.EndsWith(
            "as root: install -d -m 0755 /var/lib/nagios-checks && install -d -m 0700 -o 0 -- /var/lib/nagios-checks/root", remedy!.Text,
            StringComparison.Ordinal);

        using var named = StateDirectory.Open(path, isDefault: false, out _, out remedy);
        Assert.Null(named);
        Assert.Equal("Name a directory of this user with --state-dir", remedy!.Text);
    }

    [Fact]
    public void Rights_of_others_are_taken_away_by_the_printed_command()
    {
        var path = _folder.Path + "/it's mine";
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.GroupWrite);
        using var open = StateDirectory.Open(path, isDefault: true, out _, out var remedy);
        Assert.Null(open);
        Assert.Equal(0, ProcessRun.OfShell(Assert.Single(remedy!.Commands).ToString()!).ExitCode);
        using var directory = StateDirectory.Open(path, isDefault: true, out var problem, out _);
        Assert.Null(problem);
        Assert.NotNull(directory);
    }

    [Fact]
    public void State_that_no_run_used_for_three_months_goes_with_its_lock_and_the_rest_stays()
    {
        var old = DateTime.UtcNow.AddDays(-91);
        string Make(string check, StateLifetime lifetime = StateLifetime.Lasting)
        {
            using var state = StateStore.Open(_folder.Path, check, "key", lifetime);
            Assert.True(state.Save(new StateSnapshot(ClockReading.Now(), ["x"])));
            return Directory.GetFiles(_folder.Path, check + "-*").Order(StringComparer.Ordinal).First();
        }

        void Age(string file) => File.SetLastWriteTimeUtc(file, old);
        var (gone, goneSlots, kept, locked) =
            (Make("check_gone"), Make("check_slots", StateLifetime.UntilReboot), Make("check_kept"), Make("check_locked"));
        var strangers = new[] { "check_notes.txt", "check_x-0123456789abcdeg.state", "README", "check_gone-0123456789abcdef.state.bak" };
        foreach (var name in strangers)
            Age(_folder.Write(name, ""));
        foreach (var file in new[] { gone, gone + ".lock", goneSlots, kept, locked, locked + ".lock" })
            Age(file);
        Age(_folder.Write(Path.GetFileName(kept) + ".set-aside", ""));

        using (StateStore.Open(_folder.Path, "check_locked", "key"))
        {
            Age(locked + ".lock");
            // Looked through once a day.
            Make("check_new");
            Assert.True(File.Exists(gone));
            Age(Path.Combine(_folder.Path, "unused-files-removed"));
            Make("check_new");
        }

        Assert.Equal([false, false, false], new[] { gone, gone + ".lock", goneSlots }.Select(File.Exists));
        Assert.False(File.Exists(kept + ".set-aside"));
        Assert.All([kept, kept + ".lock", locked, locked + ".lock", .. strangers.Select(name => Path.Combine(_folder.Path, name))], file =>
            Assert.True(File.Exists(file), file));
    }

    [Fact]
    public void A_run_marks_the_state_that_it_uses_even_when_it_writes_nothing()
    {
        using (var first = StateStore.Open(_folder.Path, "check_sample", "key"))
            Assert.True(first.Save(new StateSnapshot(ClockReading.Now(), ["x"])));
        var file = Directory.GetFiles(_folder.Path, "*.lock").Single();
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-80));
        StateStore.Open(_folder.Path, "check_sample", "key").Dispose();
        Assert.InRange(File.GetLastWriteTimeUtc(file), DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
    }
}
