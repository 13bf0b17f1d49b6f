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

            """, ResultText.Render(Evaluate(Reports)));

    [Fact]
    public void Colours_surround_the_state_and_dim_what_does_not_apply()
    {
        var text = ResultText.Render(TriageEvaluation.Evaluate(new TriageRun(Reports, []), terminal => terminal), 0, terminal: true);

        Assert.Contains("\u001b[1;31mCRITICAL\u001b[0m  long_name", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[32mOK      \u001b[0m  a", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[2m-         e          no engine here\u001b[0m", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.Split('\n')[0]);
        Assert.DoesNotContain(
            '\u001b', ResultText.Render(TriageEvaluation.Evaluate(new TriageRun(Reports, []), terminal => terminal), 0, terminal: false));
    }

    [Fact]
    public void When_every_check_is_ok_so_is_triage()
    {
        var result = Evaluate([Reports[0], Reports[4]]);

        Assert.Equal((0, "1 check OK, 1 not applicable here"), (result.ExitCode, result.Summary));
    }

    [Fact]
    public void When_nothing_applies_triage_does_not_apply_either() =>
        Assert.Throws<CheckNotApplicableException>(() => Evaluate([Reports[4]]));

    [Fact]
    public void What_a_check_says_cannot_colour_or_split_the_screen()
    {
        var text = ResultText.Render(
            Evaluate([new CheckReport("check_x", NagiosState.Critical, "a\u001b[31m|b\nc", ["rm\u001b -rf\n/"], null)]));

        Assert.DoesNotContain('\u001b', text);
        Assert.Equal("CRITICAL  x  a [31m/b c", text.Split('\n')[1]);
    }

    // Field test F10: what a check could not see must not get lost on its way, in text or in JSON.
    [Fact]
    public void The_notes_of_the_checks_are_passed_on()
    {
        var result = Evaluate(
            [new CheckReport(
            "check_conntrack", NagiosState.Ok, "own table only", [],
            null) { Notes = ["cannot see the network namespaces of other users"] }]);

        Assert.EndsWith(
            "\nNot seen, and other notes:\n  conntrack: cannot see the network namespaces of other users\n", ResultText.Render(result),
            StringComparison.Ordinal);
        Assert.Contains(
            "Note: conntrack: cannot see the network namespaces of other users", ResultJson.Render(result, "triage", "1.0"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_server_that_was_not_judged_is_named()
    {
        string[] servers = ["pid 812 mariadbd", "pid 913 mysqld --port=3307"];
        var report = new CheckReport("check_killed_queries", NagiosState.Ok, "fine", [], null);

        Assert.Contains(
            "2 database servers run here (pid 812 mariadbd; pid 913 mysqld --port=3307)",
            ResultText.Render(TriageEvaluation.Evaluate(new TriageRun([report], servers), _ => false)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "database servers", ResultText.Render(TriageEvaluation.Evaluate(new TriageRun([report], servers[..1]), _ => false)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_login_goes_to_the_checks_of_a_server_and_to_no_other_and_its_password_not_into_their_arguments()
    {
        var login = ServerLogin.Of(new TriageOptions { Host = "db1", User = "monitor", Password = "word", SslMode = "REQUIRED" });

        Assert.Equal(["--host=db1", "--user=monitor", "--ssl-mode=REQUIRED"], login.For("check_replication_io").Arguments);
        Assert.Equal("word", login.For("check_replication_io").Password);
        Assert.Equal(ServerLogin.None, login.For("check_conntrack"));
    }

    [Fact]
    public void A_broken_file_of_the_sites_options_is_no_silent_fall_back_to_defaults()
    {
        var run = new TriageRun(
            [new CheckReport("check_conntrack", NagiosState.Ok, "fine", [], null)],
            []) { SectionProblem = "/etc/plugins.ini, line 3: no '='" };

        var result = TriageEvaluation.Evaluate(run, _ => false);

        Assert.Equal(NagiosState.Unknown, result.State);
        Assert.StartsWith(
            "TRIAGE UNKNOWN - the checks ran without the site's options: /etc/plugins.ini, line 3", ResultText.Render(result),
            StringComparison.Ordinal);
    }

    private static NagiosCheckResult Evaluate(IReadOnlyList<CheckReport> reports) =>
        TriageEvaluation.Evaluate(new TriageRun(reports, []), _ => false);
}
