using Nagios.Plugin;

namespace NagiosChecks.Triage.Tests;

public sealed class CheckReportTests
{
    [Fact]
    public void The_json_of_a_real_result_is_read_back()
    {
        var result = new NagiosCheckResult("DISK").Report(NagiosState.Critical, "disk full", "it is small").Advise($"buy another")
            .Advise($"then a third");

        var report = CheckReport.Parse("check_disk", ResultJson.Render(result, "check_disk", "1.0"), "", 2);

        Assert.Equal((NagiosState.Critical, "disk full", "disk"), (report.State, report.Summary, report.ShortName));
        Assert.Equal(["buy another", "then a third"], report.NextSteps);
        Assert.Null(report.NotApplicable);
    }

    [Fact]
    public void Notes_are_read_and_findings_are_not_taken_for_notes()
    {
        var result = new NagiosCheckResult("DISK").Report(NagiosState.Ok, "fine").Note("cannot see /home");

        Assert.Equal(["cannot see /home"], CheckReport.Parse("check_disk", ResultJson.Render(result, "check_disk", "1.0"), "", 0).Notes);
    }

    // Kernel lab, fault 2: the loader's words, on a system whose libc is too old for the executable.
    [Fact]
    public void What_the_loader_says_in_place_of_the_check_is_passed_on() =>
        Assert.Equal(
            "gave no report (exit code 1): it printed nothing; on standard error: './check_x: /lib/libc.so.6: version `GLIBC_2.34' not "
                + "found'",
            CheckReport.Parse("check_x", "", "./check_x: /lib/libc.so.6: version `GLIBC_2.34' not found\n", 1).Summary);

    [Fact]
    public void A_check_that_does_not_apply_is_read_with_its_reason()
    {
        var result = new NagiosCheckResult("X") { NotApplicable = "no MySQL here" }.Report(
            NagiosState.Unknown, "not applicable: no MySQL here");

        Assert.Equal("no MySQL here", CheckReport.Parse("check_x", ResultJson.Render(result, "check_x", "1.0"), "", 3).NotApplicable);
    }

    [Theory]
    [InlineData("", 0, "gave no report (exit code 0): it printed nothing")]
    [InlineData("DISK OK - fine | a=1\n", 0, "gave no report (exit code 0): 'DISK OK - fine / a=1'")]
    [InlineData("{\"check\":\"x\",\"exit_code\":0}", 2, "gave no report (exit code 2)")] // the code contradicts the text
    [InlineData("{\"exit_code\":7}", 7, "gave no report (exit code 7)")]
    [InlineData("{\"exit_code\":0,\"summary\":\"cut", 0, "gave no report (exit code 0)")]
    [InlineData("[1,2]", 0, "gave no report")]
    [InlineData("{\"exit_code\":\"0\"}", 0, "gave no report")]
    public void What_is_no_report_is_unknown_and_quoted(string output, int exitCode, string reason)
    {
        var report = CheckReport.Parse("check_x", output, "", exitCode);

        Assert.Equal(NagiosState.Unknown, report.State);
        Assert.StartsWith(reason, report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_thousand_mutated_reports_never_do_worse_than_unknown()
    {
        var random = new Random(3);
        var seed = ResultJson.Render(
            new NagiosCheckResult("DISK").Report(NagiosState.Warning, "full").Advise($"go").Graph(new PerfDatum("a", 1)), "check_disk",
            "1.0");
        var understood = 0;
        for (var round = 0; round < 30_000; round++)
            understood += CheckReport.Parse("check_disk", Mutation.Of(seed, random), "", 1).State == NagiosState.Warning ? 1 : 0;

        Assert.InRange(understood, 100, 29_900);
    }
}
