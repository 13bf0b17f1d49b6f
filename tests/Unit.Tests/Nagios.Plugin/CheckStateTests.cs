using Linux.Host;

namespace Nagios.Plugin.Tests;

/// <summary>What a check remembers from run to run, and from version to version.</summary>
public sealed class CheckStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly Func<IReadOnlyList<string>, IReadOnlyList<string>> WordsToPairs = records =>
        [.. records.Select(record => record + "=0")];
    private static readonly Func<IReadOnlyList<string>, IReadOnlyList<string>> PairsToTriples = records =>
        [.. records.Select(record => record + "=none")];

    private sealed record Words(string All)
    {
        public static StateFormat<Words> Format(params Func<IReadOnlyList<string>, IReadOnlyList<string>>[] migrations) =>
            new(new Words(""), (snapshot, _) => new Words(string.Join(' ', snapshot.Records)), words => words.All.Split(' '), migrations);
    }

    /// <summary>Prints what it remembers, and remembers what it is told by --namespace.</summary>
    private sealed class WordCheck(StateFormat<Words> format) : Check<SampleOptions, SampleLimits, string, Words>
    {
        public override CheckDescription Description => SampleCheck.Text;

        public override StateFormat<Words> State => format;

        public NagiosState StateWithout { get; init; }

        public override NagiosState WithoutState => StateWithout;

        public bool RecallsInProbe { get; init; }

        public override SampleLimits Limits(SampleOptions options) => SampleLimits.Of(options);

        public override string Probe(SampleOptions options, SampleLimits limits, CheckRun run)
        {
            if (!RecallsInProbe)
                return options.Namespace ?? "";
            var seen = Recall(options, limits, run).All + "+";
            if (options.Forbid)
            {
                SaveNow(new Words(seen), run);
                throw new CheckException("this step never returned");
            }

            return seen;
        }

        public override Verdict<Words> Evaluate(string measurement, SampleLimits limits, Words history, ClockReading now) =>
            new(new NagiosCheckResult("SAMPLE") { Summary = $"remembered '{history.All}'" }, measurement.Length > 0 ? new Words(measurement)
                : null);
    }

    private string Run(WordCheck check, params string[] args) => SampleRun.Here(check, [.. args, "--state-dir", _folder.Path]).Output;

    [Fact]
    public void The_next_run_knows_what_the_last_one_remembered_whatever_its_thresholds()
    {
        var check = new WordCheck(Words.Format());
        Assert.Equal("SAMPLE OK - remembered ''\n", Run(check, "--namespace", "a b", "-w", "10"));
        Assert.Equal("SAMPLE OK - remembered 'a b'\n", Run(check, "-w", "20"));
        Assert.Equal("SAMPLE OK - remembered 'a b'\n", Run(check, "-w", "30"));
    }

    [Fact]
    public void A_probe_can_recall_what_earlier_runs_saw()
    {
        Run(new WordCheck(Words.Format()), "--namespace", "a");
        Assert.Equal("SAMPLE OK - remembered 'a'\n", Run(new WordCheck(Words.Format()) { RecallsInProbe = true }));
        Assert.Equal("SAMPLE OK - remembered 'a+'\n", Run(new WordCheck(Words.Format())));
    }

    [Fact]
    public void A_probe_can_save_before_a_step_that_may_never_return()
    {
        Assert.Equal("SAMPLE UNKNOWN - this step never returned\n",
            Run(new WordCheck(Words.Format()) { RecallsInProbe = true }, "--forbid"));
        Assert.Equal("SAMPLE OK - remembered '+'\n", Run(new WordCheck(Words.Format())));
    }

    [Fact]
    public void A_field_that_a_new_version_adds_loses_nothing_that_was_remembered()
    {
        Run(new WordCheck(Words.Format()), "--namespace", "a b");
        Assert.Equal("SAMPLE OK - remembered 'a=0 b=0'\n", Run(new WordCheck(Words.Format(WordsToPairs))));
        Assert.Equal("SAMPLE OK - remembered 'a=0=none b=0=none'\n",
            Run(new WordCheck(Words.Format(WordsToPairs, PairsToTriples)), "--namespace", "c=1=x"));
        Assert.Equal("SAMPLE OK - remembered 'c=1=x'\n", Run(new WordCheck(Words.Format(WordsToPairs, PairsToTriples))));
    }

    [Fact]
    public void A_file_of_version_1_stays_readable_for_the_release_that_wrote_no_versions()
    {
        Run(new WordCheck(Words.Format()), "--namespace", "a b");
        using var state = StateStore.Open(_folder.Path, "check_sample", "");
        Assert.Equal(["a", "b"], state.Load()!.Records);
    }

    [Fact]
    public void A_newer_file_is_left_alone_and_that_is_said()
    {
        Run(new WordCheck(Words.Format(WordsToPairs, PairsToTriples)), "--namespace", "a=1=x");
        var file = Directory.GetFiles(_folder.Path, "*.state").Single();
        var content = File.ReadAllText(file);
        Assert.Equal(
            "SAMPLE OK - remembered ''\nNote: the state was written by a newer version of this check (format 3, this one knows 2); it is "
                + "left alone, so this run remembers nothing: "
            + "update this check or give it a --state-dir of its own\n",
            Run(new WordCheck(Words.Format(WordsToPairs)), "--namespace", "b=2"));
        Assert.Equal(content, File.ReadAllText(file));
        Assert.Equal("SAMPLE OK - remembered 'a=1=x'\n", Run(new WordCheck(Words.Format(WordsToPairs, PairsToTriples))));
    }

    [Fact]
    public void A_check_whose_verdict_needs_its_state_is_not_OK_without_it()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "taken"), "");
        var output = SampleRun.Here(
            new WordCheck(Words.Format()) { StateWithout = NagiosState.Warning }, "--state-dir", Path.Combine(_folder.Path, "taken"));
        Assert.Equal(1, output.ExitCode);
        Assert.StartsWith("SAMPLE WARNING - state is not kept: ", output.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_that_cannot_read_its_own_records_costs_the_history_and_not_the_verdict()
    {
        Run(new WordCheck(Words.Format()), "--namespace", "a b");
        var broken = new StateFormat<Words>(new Words(""), (_, _) => throw new FormatException("no words"), words => [words.All]);
        Assert.Equal(
            "SAMPLE OK - remembered ''\nNote: internal error while reading the state of the last run, please report it: FormatException: "
                + "no words; this run starts anew\n",
            Run(new WordCheck(broken)));
    }

    private sealed class ForgetfulCheck : Check<SampleOptions, SampleLimits, string>
    {
        public override CheckDescription Description => SampleCheck.Text;

        public override SampleLimits Limits(SampleOptions options) => SampleLimits.Of(options);

        public override string Probe(SampleOptions options, SampleLimits limits, CheckRun run) => "measured";

        public override NagiosCheckResult Evaluate(string measurement, SampleLimits limits, ClockReading now) =>
            new("SAMPLE") { Summary = measurement };
    }

    [Fact]
    public void A_check_that_remembers_nothing_touches_no_state()
    {
        var place = Path.Combine(_folder.Path, "never-made");
        Assert.Equal(("SAMPLE OK - measured\n", 0), SampleRun.Here(new ForgetfulCheck(), "--state-dir", place));
        Assert.False(Directory.Exists(place));
    }
}
