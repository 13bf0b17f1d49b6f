namespace Nagios.Plugin.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "fill=50%;80;90;0;100")]
    [InlineData("-w 40", "fill=50%;40;90;0;100")]
    [InlineData("-w40", "fill=50%;40;90;0;100")]
    [InlineData("--warning 40", "fill=50%;40;90;0;100")]
    [InlineData("--warning=40", "fill=50%;40;90;0;100")]
    [InlineData("-w -5:5", "fill=50%;-5:5;90;0;100")]
    [InlineData("--warning -5:5", "fill=50%;-5:5;90;0;100")]
    [InlineData("--warning=-5:5", "fill=50%;-5:5;90;0;100")]
    [InlineData("-w @10:20 -c ~:30", "fill=50%;@10:20;~:30;0;100")]
    [InlineData("-w 10 -c 10", "fill=50%;10;10;0;100")]
    [InlineData("-vvw40 -c 60", "fill=50%;40;60;0;100")]
    [InlineData("-vvv -v --verbose --verbose", "fill=50%;80;90;0;100")]
    [InlineData("-t 30 --timeout-is-no-prefix-of-timeout=x", null)]
    [InlineData("-t 2m", "fill=50%;80;90;0;100")]
    [InlineData("--forbid -w 40", "fill=50%;40;90;0;100")]
    [InlineData("-w 40 --", "fill=50%;40;90;0;100")]
    public void Options_are_written_as_getopt_takes_them(string line, string? perfData)
    {
        var (output, exitCode) = SampleRun.Here(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var first = WellFormed.Text(output, exitCode);
        if (perfData is null)
            Assert.Equal(3, exitCode);
        else
            Assert.EndsWith(" | " + perfData, first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--namespace=-v", "-v")]
    [InlineData("--namespace=--warning", "--warning")]
    [InlineData("--namespace=--", "--")]
    [InlineData("--namespace=a=b", "a=b")]
    [InlineData("--namespace==", "=")]
    [InlineData("-n=a", "=a")]
    [InlineData("-nv", "v")]
    [InlineData("-n -", "-")]
    [InlineData("-n -5", "-5")]
    [InlineData("-n -z", "-z")]
    [InlineData("-n -vz", "-vz")]
    [InlineData("-n --other", "--other")]
    [InlineData("-n 日本", "日本")]
    public void A_value_arrives_as_it_was_typed(string line, string value)
    {
        var (output, exitCode) = SampleRun.Here(line.Split(' '));
        Assert.Equal(0, exitCode);
        Assert.StartsWith($"SAMPLE OK - 50 % full, namespace {value} | ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--unknown", "unknown option --unknown; --help")]
    [InlineData("-x", "unknown option -x; --help")]
    [InlineData("-vx", "unknown option -x; --help")]
    [InlineData("--unknown=5", "unknown option --unknown; --help")]
    [InlineData("--=5", "unknown option --; --help")]
    [InlineData("--warn 5", "unknown option --warn (did you mean --warning?)")]
    [InlineData("--wraning 5", "unknown option --wraning (did you mean --warning?)")]
    [InlineData("--warnin=5", "unknown option --warnin (did you mean --warning?)")]
    [InlineData("--warnings 5", "unknown option --warnings (did you mean --warning?)")]
    [InlineData("--Warning 5", "unknown option --Warning (did you mean --warning?)")]
    [InlineData("-warning 5", "unknown option -warning (did you mean --warning?)")]
    [InlineData("-critical=5", "unknown option -critical (did you mean --critical?)")]
    [InlineData("-w 5 -w 6", "option --warning is given more than once")]
    [InlineData("-w 5 --warning=5", "option --warning is given more than once")]
    [InlineData("--forbid --forbid", "option --forbid is given more than once")]
    [InlineData("-w", "option --warning needs a value; --help")]
    [InlineData("-c 5 --warning", "option --warning needs a value; --help")]
    [InlineData("-vw", "option --warning needs a value; --help")]
    [InlineData("-w -c 90",
        "option --warning needs a value, but '-c' follows, an option itself (if it is the value, write --warning=VALUE)")]
    [InlineData("--warning --critical=90", "option --warning needs a value, but '--critical=90' follows")]
    [InlineData("--namespace -v", "option --namespace needs a value, but '-v' follows, an option itself")]
    [InlineData("--namespace -vvt5", "option --namespace needs a value, but '-vvt5' follows")]
    [InlineData("--namespace --", "option --namespace needs a value, but '--' follows")]
    [InlineData("--warning=", "option --warning is given an empty value")]
    [InlineData("--forbid=false", "option --forbid takes no value")]
    [InlineData("--forbid=", "option --forbid takes no value")]
    [InlineData("--verbose=3", "option --verbose takes no value")]
    [InlineData("word", "unexpected word 'word'")]
    [InlineData("-w 5 6", "unexpected word '6'")]
    [InlineData("-w 5 5", "unexpected word '5'")]
    [InlineData("-", "unexpected word '-'")]
    [InlineData("-- --warning", "unexpected word '--warning'")]
    [InlineData("-w 5 -- -c", "unexpected word '-c'")]
    [InlineData("-w abc", "--warning 'abc' is not a range")]
    [InlineData("-t=5",
        "--timeout '=5' is not a duration such as 90, 90s, 15m, 2h or 3d; a value follows a letter without '=' (-w 80) and a long option "
        + "with one (--timeout=5)")]
    [InlineData("-t 0", "--timeout '0' is not between 1 s and 60 min")]
    [InlineData("-t 5s5", "--timeout '5s5' is not a duration")]
    [InlineData("--output xml", "--output 'xml' is neither text nor json")]
    [InlineData("--if-not-applicable fine", "--if-not-applicable 'fine' is not one of ok, warning, critical, unknown")]
    public void Misuse_is_refused_in_one_line_that_names_the_option(string line, string said)
    {
        var (output, exitCode) = SampleRun.Here((_, _) => throw new InvalidOperationException("nothing may be probed"), line.Split(' '));
        if (line.StartsWith("-w abc", StringComparison.Ordinal))
            (output, exitCode) = SampleRun.Here(line.Split(' '));
        Assert.Equal(3, exitCode);
        Assert.StartsWith($"SAMPLE UNKNOWN - {said}", WellFormed.Text(output, exitCode), StringComparison.Ordinal);
        Assert.Equal(line.StartsWith("-v", StringComparison.Ordinal) || line.Contains(" -v", StringComparison.Ordinal) ? 2 : 1,
            output.Count(character => character == '\n'));
    }

    [Theory]
    [InlineData("-w", "", "option --warning is given an empty value")]
    [InlineData("--namespace", "", "option --namespace is given an empty value")]
    [InlineData("-v", "", "unexpected word ''")]
    [InlineData("-v", "a b|c\n\u001b[1m", "unexpected word 'a b/c [1m'")]
    [InlineData("-v", "--a b|c", "unknown option --a b/c")]
    [InlineData("-v", "-\u202e", "unknown option -?")]
    [InlineData("-v", "-\ud83d\ude00", "unknown option -?")]
    public void Empty_and_hostile_words_are_refused_in_good_lines(string first, string second, string said)
    {
        var (output, exitCode) = SampleRun.Here(first, second);
        Assert.Equal(3, exitCode);
        Assert.StartsWith($"SAMPLE UNKNOWN - {said}", WellFormed.Text(output, exitCode), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("--nonsense -h")]
    [InlineData("-w --help")]
    [InlineData("-w 5 -w 5 word -vh")]
    [InlineData("-V -h")]
    [InlineData("-w abc -h")]
    public void Help_wins_wherever_it_is_plainly_asked_for(string line)
    {
        var (output, exitCode) = SampleRun.Here(line.Split(' '));
        Assert.Equal((3, HelpText.Render<SampleOptions>(SampleCheck.Text with { Series = SampleSeries.All }, CheckHost.Version)),
            (exitCode, output));
    }

    [Theory]
    [InlineData("-V")]
    [InlineData("--version --nonsense")]
    [InlineData("word -vV -w")]
    public void The_version_wins_over_mistakes_too(string line) =>
        Assert.Equal(($"check_sample {CheckHost.Version}\n", 3), SampleRun.Here(line.Split(' ')));

    [Theory]
    [InlineData("--namespace=-h")]
    [InlineData("-n-h")]
    [InlineData("-- -h")]
    [InlineData("--namespace=--version")]
    public void Help_that_is_only_a_value_or_stands_behind_the_end_is_not_asked_for(string line) =>
        Assert.StartsWith("SAMPLE ", SampleRun.Here(line.Split(' ')).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("--output json", 0)]
    [InlineData("--output=json", 0)]
    [InlineData("--json", 0)]
    [InlineData("--json --output text", 3)]
    [InlineData("--nonsense --json", 3)]
    [InlineData("--nonsense --output json", 3)]
    [InlineData("--output=json -w abc", 3)]
    [InlineData("--output json word", 3)]
    [InlineData("--output json --do throw", 3)]
    public void Whoever_asks_for_json_gets_json_even_for_mistakes(string line, int expected)
    {
        var (output, exitCode) = SampleRun.Here(line.Split(' '));
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal((expected, expected), (exitCode, json.RootElement.GetProperty("exit_code").GetInt32()));
    }

    [Theory]
    [InlineData("--namespace=--output=json")]
    [InlineData("--namespace=--json")]
    [InlineData("-n--output=json")]
    public void Json_that_is_only_a_value_is_not_asked_for(string line) =>
        Assert.StartsWith("SAMPLE OK - ", SampleRun.Here(line.Split(' ')).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("-p hush hush2")]
    [InlineData("--password=hush --password=hush2")]
    [InlineData("-phush hush2")]
    [InlineData("-p hush --forbid=hush")]
    [InlineData("--password --wordhush -w hush=")]
    [InlineData("-p -chush")]
    [InlineData("--pasword=hush")]
    public void A_password_is_never_printed(string line)
    {
        foreach (var output in new[] { "text", "json" })
        {
            var (said, exitCode) = SampleRun.Here([.. line.Split(' '), "--output", output]);
            Assert.Equal(3, exitCode);
            Assert.DoesNotContain(
                "hush", said.Replace("--warning 'hush=' is not a range: 'hush=' is not", "", StringComparison.Ordinal),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--password")]
    [InlineData("--PASSWORD")]
    [InlineData("--api-token")]
    [InlineData("--client-secret")]
    public void Usage_never_quotes_the_value_of_a_secret_option(string option)
    {
        Assert.Equal($"{option} (value not shown) is too short", CheckException.Usage(option, "hush", "is too short").Message);
        Assert.Equal("--host 'db1' is unknown", CheckException.Usage("--host", "db1", "is unknown").Message);
    }

    [Fact]
    public void Every_option_gets_its_own_value_in_any_order()
    {
        var random = new Random(5);
        for (var number = 0; number < 1000; number++)
        {
            var values = new Dictionary<string, string> { ["warning"] = $"{random.Next(9)}:", ["critical"] = $"{random.Next(9)}:",
                ["namespace"] = $"n{random.Next(9)}", ["password"] = $"p {random.Next(9)}", ["window"] = $"{random.Next(1, 9)}m",
                ["do"] = "measure" };
            var words = values.OrderBy(_ => random.Next())
                .SelectMany(pair => random.Next(2) == 0 ? new[] { $"--{pair.Key}={pair.Value}" } : [$"--{pair.Key}", pair.Value]).ToArray();
            SampleOptions? seen = null;
            SampleRun.Here((options, _) => { seen = options; return new NagiosCheckResult("SAMPLE"); }, words);
            Assert.Equal(values,
                new Dictionary<string, string> { ["warning"] = seen!.Warning, ["critical"] = seen.Critical, ["namespace"] = seen.Namespace!,
                ["password"] = seen.Password!, ["window"] = seen.Window, ["do"] = seen.Do });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_line_is_read_as_CommandLineParser_reads_it_or_refused(int seed) => CommandLineOracle.Compare<SampleOptions>(seed);
}
