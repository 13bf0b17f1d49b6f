using System.Text;

namespace Nagios.Plugin.Tests;

public sealed class ResultTextTests
{
    [Fact]
    public void All_well_is_one_line_with_the_summary_and_perfdata()
    {
        var result = new NagiosCheckResult("CONNTRACK") { Summary = "table 12 % full" }
            .Measure(new PerfDatum("fill", 12, "%") { Thresholds = Thresholds.Parse("", "80", "90"), Minimum = 0, Maximum = 100 },
                "table 12 % full", "all quiet");
        Assert.Equal("CONNTRACK OK - table 12 % full | fill=12%;80;90;0;100\n", ResultText.Render(result));
    }

    [Fact]
    public void The_first_line_names_the_worst_first_and_causes_and_next_steps_follow()
    {
        var result = new NagiosCheckResult("CONNTRACK") { Summary = "not shown" }
            .Report(NagiosState.Warning, "early drops 3/s")
            .Report(NagiosState.Ok, "expectations 1 % full")
            .Report(NagiosState.Unknown, "counters not readable")
            .Report(NagiosState.Critical, "table 100 % full", "65536 of 65536 entries")
            .Advise($"raise nf_conntrack_max").Advise($"raise nf_conntrack_max").Advise($"look at the top talkers")
            .Note("2 namespaces were not seen");
        Assert.Equal(
            """
            CONNTRACK CRITICAL - table 100 % full, counters not readable, early drops 3/s
            [CRITICAL] table 100 % full: 65536 of 65536 entries
            Next steps:
            1. raise nf_conntrack_max
            2. look at the top talkers
            Note: 2 namespaces were not seen

            """, ResultText.Render(result));
    }

    [Fact]
    public void Verbose_shows_every_finding_worst_first()
    {
        var result = new NagiosCheckResult("X").Report(NagiosState.Ok, "a").Report(NagiosState.Warning, "b").Report(NagiosState.Ok, "c");
        Assert.Equal("X WARNING - b\n[WARNING] b\n[OK] a\n[OK] c\n", ResultText.Render(result, 1));
        Assert.Equal("X WARNING - b\n", ResultText.Render(result, 0));
    }

    [Fact]
    public void A_headline_of_the_checks_own_stands_for_findings_of_a_kind_which_then_are_listed()
    {
        var result = new NagiosCheckResult("X") { Headline = "2 modules loaded" }.Report(NagiosState.Critical, "nf_nat is loaded")
            .Report(NagiosState.Critical, "nf_tables is loaded");
        Assert.Equal("X CRITICAL - 2 modules loaded\n[CRITICAL] nf_nat is loaded\n[CRITICAL] nf_tables is loaded\n",
            ResultText.Render(result));
    }

    [Theory]
    [InlineData(0, "X OK - nothing to report\n")]
    [InlineData(2, "X OK - finding 0, finding 1\n")]
    public void A_check_without_a_summary_still_says_something(int findings, string output)
    {
        var result = new NagiosCheckResult("X");
        for (var number = 0; number < findings; number++)
            result.Report(NagiosState.Ok, $"finding {number}");
        Assert.Equal(output, ResultText.Render(result));
    }

    [Fact]
    public void A_text_too_long_for_the_first_line_stands_in_full_below()
    {
        var text = "the binlog partition " + string.Concat(Enumerable.Repeat("/very/long/path", 40)) + " is full";
        var output = ResultText.Render(new NagiosCheckResult("X").Measure(new PerfDatum("x", 1), "").Report(NagiosState.Critical, text));
        WellFormed.Text(output, 2);
        Assert.EndsWith($"[CRITICAL] {text}\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 4000)]
    [InlineData(1, 4000)]
    [InlineData(2, 7900)]
    [InlineData(3, 64000)]
    public void Every_verbosity_has_its_limit_and_next_steps_are_not_crowded_out(int verbosity, int limit)
    {
        var result = new NagiosCheckResult("FLOOD");
        for (var number = 0; number < 5000; number++)
            result.Report(NagiosState.Critical, $"thing {number} läuft über", "weil es überläuft")
                .Graph(new PerfDatum($"thing_{number}", number) { Thresholds = Thresholds.Parse("", "10", "20") });
        result.Advise($"do this first").Advise($"then that").Note("remember");

        var output = ResultText.Render(result, verbosity);

        var first = WellFormed.Text(output, 2, limit, verbosity < 2 ? 1023 : limit);
        Assert.StartsWith("FLOOD CRITICAL - thing 0 läuft über, thing 1 läuft über, ", first, StringComparison.Ordinal);
        Assert.Matches("[(][+]49[0-9][0-9] more below[)] [|] thing_0=0;10;20 thing_1=1;10;20 ", first);
        Assert.InRange(Encoding.UTF8.GetByteCount(output), limit * 4 / 5, limit);
        Assert.Contains("Next steps:\n1. do this first\n2. then that\nNote: remember\n", output, StringComparison.Ordinal);
        Assert.Matches("[(]4[0-9]{3} more lines left out; .*[)]\n", output);
        Assert.Matches("Note: [34][0-9]{3} perfdata items left out", output);
    }

    [Fact]
    public void One_perfdata_item_too_many_is_left_out_and_said()
    {
        var result = new NagiosCheckResult("X") { Summary = new string('ü', 500) };
        for (var number = 0; number < 12; number++)
            result.Graph(new PerfDatum($"{new string('x', 40)}_{number}", number));
        var output = ResultText.Render(result);
        Assert.Equal(12, PerfDataGrammar.Parse(WellFormed.Text(output, 0).Split(" | ")[1]).Count);
        result.Graph(new PerfDatum(new string('y', 60), 1e15 / 7));
        output = ResultText.Render(result);
        Assert.Equal(12, PerfDataGrammar.Parse(WellFormed.Text(output, 0).Split(" | ")[1]).Count);
        Assert.Contains("Note: 1 perfdata item left out", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_steps_too_long_are_cut_with_a_word_about_it()
    {
        var result = new NagiosCheckResult("X").Report(NagiosState.Warning, "w", "because");
        for (var number = 0; number < 100; number++)
            result.Advise($"step {number} {new string('s', 100)}");
        var output = ResultText.Render(result);
        WellFormed.Text(output, 1, 4000);
        Assert.Contains("[WARNING] w: because\nNext steps:\n1. step 0", output, StringComparison.Ordinal);
        Assert.Matches("more lines left out; -vvv shows more[)]\n$", output);
    }

    [Fact]
    public void A_screen_of_its_own_takes_the_place_of_the_long_output_and_knows_a_terminal()
    {
        var result = new NagiosCheckResult("TRIAGE") { Screen = terminal => [terminal ? "\u001b[31mred\u001b[0m" : "plain"] }.Report(
            NagiosState.Critical, "c", "cause").Advise($"step");
        Assert.Equal("TRIAGE CRITICAL - c\nplain\n", ResultText.Render(result));
        Assert.Equal("TRIAGE CRITICAL - c\n\u001b[31mred\u001b[0m\n", ResultText.Render(result, terminal: true));
    }

    [Fact]
    public void Hostile_text_never_breaks_the_lines()
    {
        var text = new HostileText(1992);
        for (var number = 0; number < 5000; number++)
        {
            var verbosity = text.Random.Next(4);
            var result = RandomResult.Next(text);
            WellFormed.Text(
                ResultText.Render(result, verbosity), result.ExitCode, verbosity < 2 ? 4000 : verbosity == 2 ? 7900 : 64000, verbosity < 2
                ? 1023 : 40_000);
        }
    }
}
