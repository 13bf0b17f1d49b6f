using System.Globalization;

namespace Nagios.Plugin.Tests;

/// <summary>Options from files as a process finds them: through the environment, on standard input, and beside check_disk.</summary>
public sealed class ExtraOptionsProcessTests : IDisposable
{
    private const string CheckDisk = "/usr/lib/nagios/plugins/check_disk";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = _folder.Write("plugins.ini", text);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    [Fact]
    public void Only_a_group_that_is_no_login_group_of_others_may_read_a_password()
    {
        Requirements.Root();
        var login = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .FirstOrDefault(
                fields => int.Parse(fields[2], CultureInfo.InvariantCulture) is >= 1000 and not 65534 && fields[3] != "0"
                && !fields[6].EndsWith("nologin", StringComparison.Ordinal) && !fields[6].EndsWith("false", StringComparison.Ordinal));
        var file = Write("[check_sample]\npassword=hush\n", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(0, ProcessRun.Of("chgrp", ["60123", file]).ExitCode);
        Assert.Equal(0, SampleRun.Here($"--extra-opts=@{file}").ExitCode);
        Assert.Equal(0, ProcessRun.Of("chown", ["60123", file]).ExitCode);
        Assert.Contains(
            "belongs to user 60123, neither root nor the user that runs this check", SampleRun.Here($"--extra-opts=@{file}").Output,
            StringComparison.Ordinal);
        Assert.SkipWhen(login is null, "no account with a login group of its own in /etc/passwd");
        Assert.Equal(0, ProcessRun.Of("chown", [$"0:{login![3]}", file]).ExitCode);
        Assert.Contains(
            "can be read by a group that people belong to", SampleRun.Here($"--extra-opts=@{file}").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_file_is_found_as_the_environment_says()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a"));
        _folder.Write("b/nagios-plugins.ini", "[check_sample]\nnamespace=last name\n");
        _folder.Write("c/monitoring-plugins.ini", "[check_sample]\nnamespace=first name\n");
        _folder.Write("c/plugins.ini", "[check_sample]\nnamespace=second name\n");
        var named = _folder.Write("named.ini", "[check_sample]\nnamespace=named\n[other]\nnamespace=other\n");
        var path = $":{_folder.Path}/a:{_folder.Path}/b::{_folder.Path}/c";

        Assert.Contains("namespace last name", Process(new() { ["NAGIOS_CONFIG_PATH"] = path }, "--extra-opts"), StringComparison.Ordinal);
        Assert.Contains(
            "namespace first name", Process(new() { ["NAGIOS_CONFIG_PATH"] = $"{_folder.Path}/c" }, "--extra-opts", "-v"),
            StringComparison.Ordinal);
        Assert.Contains(
            "namespace named", Process(new() { ["NAGIOS_CONFIG_PATH"] = path, ["MP_CONFIG_FILE"] = named }, "--extra-opts="),
            StringComparison.Ordinal);
        Assert.Contains(
            "namespace other", Process(new() { ["MP_CONFIG_FILE"] = named }, "--extra-opts", "other"), StringComparison.Ordinal);
        Assert.Contains(
            "/nowhere.ini cannot be read: no such file", Process(new() { ["MP_CONFIG_FILE"] = "/nowhere.ini" }, "--extra-opts"),
            StringComparison.Ordinal);
        Assert.Contains("namespace all", Process(new() { ["MP_CONFIG_FILE"] = named }), StringComparison.Ordinal);
    }

    private static string Process(Dictionary<string, string?> environment, params string[] args)
    {
        using var process = SampleRun.Start(args, environment);
        return ProcessRun.Finish(process).Output;
    }

    [Fact]
    public void Options_can_come_from_standard_input()
    {
        var file = Write("[check_sample]\nnamespace=typed\n");
        Assert.Contains("namespace typed", SampleRun.InShell($"$CHECK --extra-opts=@- < {file}").Output, StringComparison.Ordinal);
        Assert.Contains(
            "- has no section [check_sample]", SampleRun.InShell("$CHECK --extra-opts=@- < /dev/null").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_disk_and_ours_read_the_same_file()
    {
        Requirements.Program("monitoring-plugins-basic", CheckDisk);
        var file = Write(
            "# one file for all plugins of this site\n[check_disk]\nwarning = 100%\ncritical=0%\npath=/\npath = /proc\n; "
                + "theirs\n[check_sample]\nwarning = 40\n[ shared ]\nwarning=100%\n");

        var theirs = ProcessRun.Of(CheckDisk, [$"--extra-opts=@{file}"]);
        Assert.Equal(1, theirs.ExitCode);
        Assert.StartsWith("DISK WARNING", theirs.FirstLine, StringComparison.Ordinal);
        Assert.Contains(" /=", theirs.FirstLine, StringComparison.Ordinal);
        Assert.Equal(1, SampleRun.Here($"--extra-opts=@{file}").ExitCode);

        // The command line wins in both; a section that is missing ends both.
        Assert.Equal(0, ProcessRun.Of(CheckDisk, ["-w", "0%", "-c", "0%", "-p", "/", $"--extra-opts=shared@{file}", "-w", "0%"]).ExitCode);
        Assert.Equal(0, SampleRun.Here($"--extra-opts=shared@{file}", "-w", "90").ExitCode);
        Assert.Equal(3, ProcessRun.Of(CheckDisk, [$"--extra-opts=none@{file}"]).ExitCode);
        Assert.Equal(3, SampleRun.Here($"--extra-opts=none@{file}").ExitCode);

        // Both find it in the same place. (With MP_CONFIG_FILE check_disk 2.3 aborts: it frees what getenv(3) returned.)
        var environment = new Dictionary<string, string?> { ["NAGIOS_CONFIG_PATH"] = _folder.Path };
        Assert.Equal(1, ProcessRun.Of(CheckDisk, ["--extra-opts"], environment).ExitCode);
        Assert.Equal("SAMPLE WARNING - 50 % full, namespace all | fill=50%;40;90;0;100\n", Process(environment, "--extra-opts"));
    }
}
