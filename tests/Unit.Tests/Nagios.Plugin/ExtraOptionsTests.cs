namespace Nagios.Plugin.Tests;

/// <summary>
/// Options from files, held to what the Monitoring Plugins do: their documentation (extra-opts) and their lib/parse_ini.c. Runs
/// beside check_disk itself stand in Published.Tests.
/// </summary>
public sealed class ExtraOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = _folder.Write("plugins.ini", text);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    private (string Output, int ExitCode) Run(string text, params string[] args) =>
        SampleRun.Here([.. args, $"--extra-opts=@{Write(text)}"]);

    [Fact]
    public void A_section_named_like_the_check_gives_its_options()
    {
        var (output, exitCode) =
            Run("[check_disk]\nw=1\n[check_sample]\nwarning = 40\nnamespace=  web 1 \n# c=1\n;c=2\n\n[other]\nbroken line\n");
        Assert.Equal(("SAMPLE WARNING - 50 % full, namespace web 1 | fill=50%;40;90;0;100\n", 1), (output, exitCode));
    }

    [Fact]
    public void A_letter_is_an_option_a_key_without_value_is_a_switch()
    {
        SampleOptions? seen = null;
        var file = Write("[check_sample]\nw = 40\nforbid =\nv=\nverbose=\n");
        SampleRun.Here((options, _) => { seen = options; return new NagiosCheckResult("SAMPLE"); }, $"--extra-opts=@{file}", "-v");
        Assert.Equal(("40", true, 3), (seen!.Warning, seen.Forbid, seen.Verbose));
    }

    [Theory]
    [InlineData("--extra-opts=@FILE -w 60")]
    [InlineData("-w 60 --extra-opts=@FILE")]
    [InlineData("-w 60 --extra-opts @FILE")]
    [InlineData("--extra-opts=mine@FILE --extra-opts=@FILE --warning=60")]
    public void The_command_line_wins_wherever_it_stands(string line)
    {
        var file = Write("[mine]\nwarning=10\n[check_sample]\nwarning=40\nc=70\n");
        Assert.EndsWith(
            "fill=50%;60;70;0;100\n", SampleRun.Here(line.Replace("FILE", file, StringComparison.Ordinal).Split(' ')).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_can_be_named_and_several_add_up()
    {
        var file = Write("[a]\nwarning=40\n[ b ]\ncritical=45\n[a]\nnamespace=x\n");
        Assert.Equal("SAMPLE CRITICAL - 50 % full, namespace x | fill=50%;40;45;0;100\n",
            SampleRun.Here($"--extra-opts=a@{file}", "--extra-opts", $"b@{file}").Output);
    }

    [Fact]
    public void A_key_that_stands_several_times_adds_to_a_list_and_else_the_last_counts() =>
        Assert.Equal(
            "SAMPLE WARNING - 50 % full, namespace a,b,c | fill=50%;30;90;0;100\n",
            Run("[check_sample]\nnamespace=a,b\nwarning=20\nnamespace=c\nwarning=30\n").Output);

    [Theory]
    [InlineData("[check_sample]\n\nwarnin=40\n", "FILE, line 3: unknown option warnin (did you mean --warning?)")]
    [InlineData("[check_sample]\nextra-opts=x\n", "FILE, line 2: extra-opts cannot stand in a file")]
    [InlineData("[check_sample]\nhelp=\n", "FILE, line 2: help cannot stand in a file")]
    [InlineData("[check_sample]\nwarning=\n", "FILE, line 2: warning has no value")]
    [InlineData("[check_sample]\nforbid=yes\n", "FILE, line 2: forbid is a switch and takes no value; nothing stands behind its '='")]
    [InlineData("[check_sample]\nwarning=abc\n",
        "--warning 'abc' is not a range: 'abc' is not a percentage such as 80 or 80% (FILE, line 2)")]
    [InlineData("[check_sample]\ntimeout=0\n", "--timeout '0' is not between 1 s and 60 min (FILE, line 2)")]
    [InlineData("[check_sample]\nif-not-applicable=fine\n",
        "--if-not-applicable 'fine' is not one of ok, warning, critical, unknown (FILE, line 2)")]
    [InlineData("[check_sample]\nwarning 40\n",
        "--extra-opts: line 2 of FILE has no '='; a switch is written with one and nothing behind it")]
    [InlineData("[check_sample]\n= 40\n", "--extra-opts: line 2 of FILE has no option before its '='")]
    [InlineData("warning=40\n[check_sample]\n", "--extra-opts: line 1 of FILE stands before the first [section]")]
    [InlineData("[check_sample\nwarning=40\n", "--extra-opts: line 1 of FILE begins a section and has no ']'")]
    [InlineData("[check_sample] warning=40\n", "--extra-opts: line 1 of FILE goes on behind its ']'; options stand on lines of their own")]
    [InlineData("[check_disk]\nw=1\n", "--extra-opts: FILE has no section [check_sample] with options in it")]
    [InlineData("[check_sample]\n", "--extra-opts: FILE has no section [check_sample] with options in it")]
    [InlineData("", "--extra-opts: FILE has no section [check_sample] with options in it")]
    public void What_is_wrong_is_named_with_file_and_line(string text, string said)
    {
        var (output, exitCode) = Run(text);
        var expected = said.Replace("FILE", Path.Combine(_folder.Path, "plugins.ini"), StringComparison.Ordinal);
        Assert.Equal(3, exitCode);
        Assert.StartsWith($"SAMPLE UNKNOWN - {expected}", WellFormed.Text(output, exitCode), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_of_the_command_line_is_no_line_of_the_file()
    {
        var (output, _) = Run("[check_sample]\nwarning=40\n", "-w", "abc");
        Assert.Equal("SAMPLE UNKNOWN - --warning 'abc' is not a range: 'abc' is not a percentage such as 80 or 80%\n", output);
    }

    [Fact]
    public void Json_in_the_file_is_heard_and_json_is_printed_when_the_file_is_wrong()
    {
        Assert.StartsWith("{", Run("[check_sample]\noutput=json\n").Output, StringComparison.Ordinal);
        Assert.StartsWith("SAMPLE OK", Run("[check_sample]\njson=\n", "--output", "text").Output, StringComparison.Ordinal);
        Assert.StartsWith("{", Run("[check_sample]\nwarnin=1\n", "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_a_directory_or_a_fifo_is_named_and_nothing_hangs()
    {
        var place = _folder.Path;
        Assert.Equal($"SAMPLE UNKNOWN - --extra-opts: {place}/none cannot be read: no such file or directory\n",
            SampleRun.Here($"--extra-opts=@{place}/none").Output);
        Assert.Equal($"SAMPLE UNKNOWN - --extra-opts: {place} cannot be read: not a regular file\n",
            SampleRun.Here($"--extra-opts=@{place}").Output);
        Assert.Equal(0, ProcessRun.Of("mkfifo", [$"{place}/fifo"]).ExitCode);
        Assert.Equal($"SAMPLE UNKNOWN - --extra-opts: {place}/fifo cannot be read: not a regular file\n",
            SampleRun.Here($"--extra-opts=@{place}/fifo").Output);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead, "can be read by everybody")]
    [InlineData(UnixFileMode.OtherWrite, "can be changed by everybody")]
    public void A_password_that_others_may_read_is_refused(UnixFileMode more, string why)
    {
        const string Text = "[check_sample]\nwarning=40\npassword=hush\n";
        var file = Write(Text, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        var (output, exitCode) = SampleRun.Here($"--extra-opts=@{file}");
        Assert.Equal(3, exitCode);
        Assert.Equal(
            $"SAMPLE UNKNOWN - --extra-opts: {file} holds a password in line 3 and {why}\nNext steps:\n"
            + $"1. Make it readable for root and the group of the check's user alone: chown root:nagios -- {file} and chmod 0640 -- "
                + $"{file}\n",
            output);
        Assert.Equal(0, SampleRun.Here($"--extra-opts=@{Write(Text)}", "-w", "90").ExitCode);
        Assert.Equal(1, SampleRun.Here($"--extra-opts=@{Write("[check_sample]\nwarning=40\n", UnixFileMode.UserRead | more)}").ExitCode);
    }

    private sealed class RenamedOptions : CommonOptions
    {
        [CommandLine.Option("connected-critical", MetaValue = "RANGE", HelpText = "a new name")]
        [OldName("connecting-critical")]
        [OldName("link-critical")]
        public string ConnectedCritical { get; set; } = "2m";
    }

    [Theory]
    [InlineData("--connected-critical=5")]
    [InlineData("--connecting-critical=5")]
    [InlineData("--link-critical 5")]
    public void An_old_name_of_an_option_keeps_working(string line) =>
        Assert.Equal("5", Renamed(line.Split(' ')).Options?.ConnectedCritical);

    [Fact]
    public void An_old_name_is_not_shown_and_is_the_same_option()
    {
        Assert.DoesNotContain("connecting", Renamed("--help").Output, StringComparison.Ordinal);
        Assert.Contains(
            "option --connected-critical is given more than once", Renamed("--connecting-critical=5", "--connected-critical=6").Output,
            StringComparison.Ordinal);
        Assert.Contains("unknown option --connecting-critica;", Renamed("--connecting-critica=5").Output, StringComparison.Ordinal);
        Assert.Equal("7", Renamed($"--extra-opts=@{Write("[check_sample]\nlink-critical=7\n")}").Options?.ConnectedCritical);
    }

    private static (RenamedOptions? Options, string Output) Renamed(params string[] args)
    {
        RenamedOptions? seen = null;
        using var output = new StringWriter();
        CheckHost.Run<RenamedOptions>(
            SampleCheck.Text, args, output, (options, _) => { seen = options; return new NagiosCheckResult("SAMPLE"); });
        return (seen, output.ToString());
    }
}
