namespace Published.Tests;

/// <summary>What an engine, a cron job or a broken host may do to a check: whatever it is, one good line or exit code 3.</summary>
public sealed class SurroundingsTests
{
    public static TheoryData<string> Executables => PublishedCheck.All;

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_check_runs_without_any_environment_variable(string name) =>
        PublishedCheck.AssertResult(ProcessRun.Of(Repository.Executable(name), [], clearEnvironment: true));

    // SECURITY.md says so: no program can keep the dynamic loader from it, and a statically linked one has none.
    [Theory]
    [MemberData(nameof(Executables))]
    public void Only_the_loader_of_a_dynamic_executable_answers_in_place_of_the_check(string name)
    {
        var isStatic = name is "check_conntrack" or "check_kernel_modules" or "triage";
        var traced = PublishedCheck.Shell(name, "LD_TRACE_LOADED_OBJECTS=1 exec \"$CHECK\" --version");
        var preloaded = PublishedCheck.Shell(name, "LD_PRELOAD=/nonexistent.so exec \"$CHECK\" --version");

        Assert.Equal(isStatic ? 3 : 0, traced.ExitCode);
        Assert.Equal(!isStatic, traced.Output.Contains("libc.so.6", StringComparison.Ordinal));
        Assert.Equal(!isStatic, preloaded.Error.Contains("/nonexistent.so", StringComparison.Ordinal));
    }

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
    public void A_result_that_nobody_can_read_is_no_OK_when_all_three_are_closed(string name) =>
        Assert.Equal(3, PublishedCheck.Shell(name, "exec \"$CHECK\" --version <&- >&- 2>&-").ExitCode);

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_file_size_limit_of_0_does_not_kill_a_check(string name)
    {
        using var folder = new TemporaryFolder();
        PublishedCheck.AssertResult(PublishedCheck.Shell(name, $"ulimit -f 0; exec \"$CHECK\" --state-dir {folder.Path}/state"));

        // The same limit on the output itself: nobody can read the result.
        var run = PublishedCheck.Shell(name, $"ulimit -f 0; exec \"$CHECK\" > {folder.Path}/output");
        Assert.Equal((3, ""), (run.ExitCode, File.ReadAllText(folder.Path + "/output")));
        Assert.Contains("could not be written", run.Error);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Few_file_descriptors_are_one_line_and_no_crash(string name)
    {
        // With fewer than five the loader of a dynamically linked program gives up before the check begins.
        foreach (var limit in new[] { 5, 6, 7, 8, 10, 14, 20, 30 })
            PublishedCheck.AssertResult(PublishedCheck.Shell(name, $"ulimit -n {limit}; exec \"$CHECK\""));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Settings_of_the_runtime_that_are_meant_for_other_programs_are_not_read(string name)
    {
        // Each of the first three ended a check with 255, 134 or 139 before they were dropped at the start of the process.
        string[] settings =
        [
            "DOTNET_DbgEnableMiniDump=1 DOTNET_DbgMiniDumpName=/nonexistent/x", "DOTNET_GCHeapHardLimit=0x1000",
                "DOTNET_gcServer=1 DOTNET_GCHeapCount=0x99",
            "DOTNET_GCgen0size=1", "COMPlus_GCHeapHardLimit=0x1000", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0",
                "DOTNET_EnableDiagnostics=1 DOTNET_EnableEventPipe=1",
        ];
        foreach (var setting in settings)
            PublishedCheck.AssertResult(PublishedCheck.Shell(name, $"{setting} exec \"$CHECK\""));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_time_zone_without_an_end_is_not_read(string name)
    {
        foreach (var zone in new[] { ":/dev/zero", "/dev/zero", "../../../dev/zero", "../../../dev/tty", ":", "", "Europe/Berlin", "UTC0",
            new string('x', 5000) })
            PublishedCheck.AssertResult(PublishedCheck.Shell(name, $"TZ={zone} exec \"$CHECK\""));
        PublishedCheck.AssertResult(PublishedCheck.Shell(name, "TZDIR=/dev TZ=zero exec \"$CHECK\""));
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
