using Nagios.Plugin;

namespace NagiosChecks.Triage.Tests;

public sealed class TriageCheckTests
{
    private static readonly CheckReport[] Reports =
    [
        new("check_a", NagiosState.Ok, "all fine", ["never shown"], null),
        new("check_b", NagiosState.Warning, "rather full", ["look at it"], null),
        new("check_long_name", NagiosState.Critical, "on fire", ["run", "do not look back"], null),
        new("check_d", NagiosState.Unknown, "cannot see", [], null),
        new("check_e", NagiosState.Unknown, "not applicable: no engine here", [], "no engine here"),
    ];

    [Fact]
    public void The_screen_shows_the_worst_first_then_what_does_not_apply_then_the_steps() =>
        Assert.Equal(
            """
            TRIAGE CRITICAL - long_name: on fire, d: cannot see, b: rather full | ok=1;;;0;4 warning=1;;;0;4 critical=1;;;0;4 unknown=1;;;0;4 not_applicable=1;;;0;5
            CRITICAL  long_name  on fire
            UNKNOWN   d          cannot see
            WARNING   b          rather full
            OK        a          all fine
            -         e          no engine here

            long_name, next steps:
              1. run
              2. do not look back

            b, next steps:
              1. look at it

            """, ResultText.Render(TriageCheck.Evaluate(Reports, _ => false)));

    [Fact]
    public void Colours_surround_the_state_and_dim_what_does_not_apply()
    {
        var text = ResultText.Render(TriageCheck.Evaluate(Reports, terminal => terminal), 0, terminal: true);

        Assert.Contains("\u001b[1;31mCRITICAL\u001b[0m  long_name", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[32mOK      \u001b[0m  a", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[2m-         e          no engine here\u001b[0m", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.Split('\n')[0]);
        Assert.DoesNotContain('\u001b', ResultText.Render(TriageCheck.Evaluate(Reports, terminal => terminal), 0, terminal: false));
    }

    [Fact]
    public void When_every_check_is_ok_so_is_triage()
    {
        var result = TriageCheck.Evaluate([Reports[0], Reports[4]], _ => false);

        Assert.Equal((0, "1 check OK, 1 not applicable here"), (result.ExitCode, result.Summary));
    }

    [Fact]
    public void When_nothing_applies_triage_does_not_apply_either() =>
        Assert.Throws<CheckNotApplicableException>(() => TriageCheck.Evaluate([Reports[4]], _ => false));

    [Fact]
    public void What_a_check_says_cannot_colour_or_split_the_screen()
    {
        var text = ResultText.Render(TriageCheck.Evaluate([new CheckReport("check_x", NagiosState.Critical, "a\u001b[31m|b\nc", ["rm\u001b -rf\n/"], null)], _ => false));

        Assert.DoesNotContain('\u001b', text);
        Assert.Equal("CRITICAL  x  a [31m/b c", text.Split('\n')[1]);
    }
}
