namespace Published.Tests;

/// <summary>What an engine, a cron job or a broken host may do to a check: whatever it is, one good line or exit code 3.</summary>
public sealed class SurroundingsTests
{
    public static TheoryData<string> Executables => PublishedCheck.All;

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_check_runs_without_any_environment_variable(string name) =>
        PublishedCheck.AssertResult(ProcessRun.Of(Repository.Executable(name), [], clearEnvironment: true));

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_check_runs_in_a_folder_that_is_gone(string name) =>
        PublishedCheck.AssertResult(
            PublishedCheck.Shell(name, "folder=$(mktemp -d) && cd \"$folder\" && rmdir \"$folder\" && exec \"$CHECK\""));

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_check_runs_with_standard_input_closed(string name) =>
        PublishedCheck.AssertResult(PublishedCheck.Shell(name, "exec \"$CHECK\" <&-"));

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_check_runs_with_standard_error_closed(string name) =>
        PublishedCheck.AssertResult(PublishedCheck.Shell(name, "exec \"$CHECK\" 2>&-"));

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_result_that_nobody_can_read_is_no_OK_when_standard_output_is_closed(string name) =>
        Assert.Equal(3, PublishedCheck.Shell(name, "exec \"$CHECK\" --version >&-").ExitCode);

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_result_that_nobody_can_read_is_no_OK_on_a_full_disk(string name)
    {
        var run = PublishedCheck.Shell(name, "exec \"$CHECK\" > /dev/full");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("could not be written", run.Error);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_check_stays_below_16_MB_of_memory(string name)
    {
        var time = Requirements.Program("time", "/usr/bin/time");
        var run = ProcessRun.Of(time, ["--quiet", "--format", "%M", Repository.Executable(name), "-v"]);
        Assert.InRange(int.Parse(run.Error.Trim().Split('\n')[^1], System.Globalization.CultureInfo.InvariantCulture), 500, 16_000);
    }
}
