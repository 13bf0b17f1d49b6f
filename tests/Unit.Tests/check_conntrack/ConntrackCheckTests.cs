using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack.Tests;

public sealed class ConntrackCheckTests
{
    private static readonly ClockReading Now = new(1_000_000, 5000, "boot");

    [Theory]
    [InlineData(479, NagiosState.Ok)]
    [InlineData(480, NagiosState.Ok)]
    [InlineData(481, NagiosState.Warning)]
    [InlineData(540, NagiosState.Warning)]
    [InlineData(541, NagiosState.Critical)]
    [InlineData(700, NagiosState.Critical)] // the limit was lowered below what is there
    public void The_fill_of_600_entries_is_judged_at_80_and_90_percent(long entries, NagiosState state) =>
        Assert.Equal(state, Judge(Host(600, Own(entries))).State);

    [Fact]
    public void Nearly_nothing_of_a_large_table_is_not_rounded_to_a_whole_percent() =>
        Assert.Equal(0.02, Datum(Judge(Host(262144, Own(52))), "fill")?.Value);

    [Fact]
    public void The_fullest_namespace_decides_and_is_named_first()
    {
        var result = Judge(Host(600, Own(0), Space("net:[2]", 590, pid: 7, process: "nginx"), Space("net:[3]", 500, name: "web", pid: 8)));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith("CONNTRACK CRITICAL - table 98.3 % full (590 of 600) in namespace (net:[2], pid 7 nginx), table 83.3 % full (500 of 600) in namespace web (net:[3], pid 8)", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Equal(590, Datum(result, "entries_nginx")?.Value);
        Assert.Equal(500, Datum(result, "entries_web")?.Value);
        Assert.Equal(3, Datum(result, "namespaces")?.Value);
    }

    [Fact]
    public void A_thousand_full_namespaces_still_make_one_short_line()
    {
        var spaces = Enumerable.Range(1, 1000).Select(number => Space($"net:[{number}]", 600, pid: number, process: "pause")).Prepend(Own(0)).ToArray();

        var text = ResultText.Render(Judge(Host(600, spaces)));

        Assert.InRange(text.Split('\n')[0].Length, 100, 1000);
        Assert.InRange(text.Length, 100, 4000);
        Assert.Contains("980 more namespaces above the limits", ResultText.Render(Judge(Host(600, spaces)), 3), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, 350, 60, NagiosState.Critical)] // 50 in a minute, 200 left: 4 minutes
    [InlineData(400, 390, 60, NagiosState.Warning)] // 10 in a minute, 200 left: 20 minutes
    [InlineData(400, 399, 60, NagiosState.Ok)] // 1 in a minute: more than 3 hours
    [InlineData(400, 400, 60, NagiosState.Ok)]
    [InlineData(400, 500, 60, NagiosState.Ok)] // it shrinks
    [InlineData(200, 100, 60, NagiosState.Ok)] // 4 minutes too, but only a third full: a burst
    public void Growth_is_judged_by_the_time_it_leaves_once_the_table_is_half_full(long entries, long before, double seconds, NagiosState state) =>
        Assert.Equal(state, Judge(Host(600, Own(entries)), Before(seconds, ("own", Counters(before)))).State);

    [Fact]
    public void The_time_until_full_is_graphed_even_where_it_is_not_judged()
    {
        var result = Judge(Host(600, Own(200)), Before(60, ("own", Counters(100))));

        Assert.Equal(240, Datum(result, "time_to_full")?.Value);
        Assert.Null(Datum(result, "time_to_full")?.Thresholds.Critical);
    }

    [Fact]
    public void A_growth_that_would_take_years_gives_no_figure() =>
        Assert.Null(Datum(Judge(Host(4_000_000_000, Own(101)), Before(60, ("own", Counters(100)))), "time_to_full"));

    [Fact]
    public void Any_drop_since_the_reference_is_critical_and_an_early_drop_a_warning()
    {
        var dropped = Judge(Host(600, Own(10, drop: 13)), Before(100, ("own", Counters(10, drop: 12))));
        var early = Judge(Host(600, Own(10, earlyDrop: 5)), Before(100, ("own", Counters(10))));
        var clash = Judge(Host(600, Own(10, insertFailed: 5)), Before(100, ("own", Counters(10))));

        Assert.Equal((NagiosState.Critical, 0.01), (dropped.State, Datum(dropped, "drop_rate")!.Value));
        Assert.StartsWith("CONNTRACK CRITICAL - 1 packet dropped because a table was full in the last 2 min (0.01/s) |", ResultText.Render(dropped), StringComparison.Ordinal);
        Assert.Equal((NagiosState.Warning, 0.05), (early.State, Datum(early, "early_drop_rate")!.Value));
        Assert.Equal((NagiosState.Ok, 0.05), (clash.State, Datum(clash, "insert_failed_rate")!.Value));
    }

    [Fact]
    public void A_single_drop_in_two_months_is_not_rounded_down_to_none()
    {
        var monthsLater = Now with { BootSeconds = 5_000_000 };
        var history = new ConntrackHistory([new ConntrackSample(1, new Dictionary<string, ConntrackSample.Counters> { ["own"] = Counters(10, drop: 12) })], new FillStates());

        var result = ConntrackCheck.Evaluate(Host(600, Own(10, drop: 13)), history, monthsLater, ConntrackLimits.Parse(new ConntrackOptions())).Result;

        Assert.Equal(NagiosState.Critical, result.State);
    }

    [Fact]
    public void A_namespace_that_was_not_there_before_dropped_all_its_drops_since() =>
        Assert.Equal(NagiosState.Critical, Judge(Host(600, Own(0), Space("net:[9]", 1, drop: 3)), Before(60, ("own", Counters(0)))).State);

    [Fact]
    public void On_the_first_run_old_drops_are_told_but_not_judged()
    {
        var result = Judge(Host(600, Own(0, drop: 3)));

        Assert.Equal(NagiosState.Ok, result.State);
        Assert.Contains(result.Notes, note => note.StartsWith("3 packets were dropped", StringComparison.Ordinal));
        Assert.Null(Datum(result, "drop_rate"));
    }

    [Fact]
    public void Without_counters_the_fill_is_judged_all_the_same_and_no_drop_rate_is_made_up()
    {
        var table = Host(600, new ConntrackNamespace("own", true, null, 1, "systemd", null, 590)) with { Blindness = ["no counters here"] };

        var result = Judge(table, Before(60, ("own", Counters(590))));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Null(Datum(result, "drop_rate"));
        Assert.Contains("no counters here", result.Notes);
    }

    [Theory]
    [InlineData("absent", NagiosState.Ok)]
    [InlineData("idle", NagiosState.Warning)]
    [InlineData("tracking", NagiosState.Critical)]
    public void A_host_that_must_not_track_tells_absent_idle_and_tracking_apart(string situation, NagiosState state)
    {
        var table = situation == "absent" ? new ConntrackTable { IsPresent = false } : Host(600, Own(situation == "idle" ? 0 : 1));

        var result = Judge(table, null, new ConntrackOptions { Forbid = true });

        Assert.Equal(state, result.State);
        Assert.Equal(situation != "absent", result.NextSteps.Any(step => step.Contains("install nf_conntrack /bin/false", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_built_into_the_kernel_is_not_to_be_unloaded_or_blacklisted()
    {
        var result = Judge(Host(600, Own(0)) with { IsBuiltIn = true }, null, new ConntrackOptions { Forbid = true });

        Assert.DoesNotContain(result.NextSteps, step => step.Contains("rmmod", StringComparison.Ordinal) || step.Contains("/bin/false", StringComparison.Ordinal) || step.Contains("it is in this namespace", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("CONFIG_NF_CONNTRACK", StringComparison.Ordinal));
    }

    [Fact]
    public void The_state_of_every_situation_can_be_chosen()
    {
        Assert.Equal(NagiosState.Critical, Judge(new ConntrackTable { IsPresent = false }, null, new ConntrackOptions { IfAbsent = "critical" }).State);
        Assert.Equal(NagiosState.Ok, Judge(Host(600, Own(0)), null, new ConntrackOptions { Forbid = true, IfIdle = "ok" }).State);
        Assert.Equal(NagiosState.Warning, Judge(Host(600, Own(1)), null, new ConntrackOptions { Forbid = true, IfTracking = "warning" }).State);
    }

    [Theory]
    [InlineData(570, NagiosState.Critical)] // 95 %
    [InlineData(535, NagiosState.Critical)] // 89.2 %: below 90 but not 5 below
    [InlineData(505, NagiosState.Warning)] // 84.2 %
    [InlineData(455, NagiosState.Warning)] // 75.8 %: less than 5 below 80, so the warning range still holds it
    [InlineData(449, NagiosState.Ok)] // 74.8 %
    public void With_hysteresis_a_critical_state_is_left_only_five_points_below_its_limit(long entries, NagiosState state)
    {
        var states = new FillStates();
        states.Read(["fill", "own", "CRITICAL"]);
        var history = new ConntrackHistory([], states);
        var limits = ConntrackLimits.Parse(new ConntrackOptions { Hysteresis = "5" });

        Assert.Equal(state, ConntrackCheck.Evaluate(Host(600, Own(entries)), history, Now, limits).Result.State);
    }

    [Fact]
    public void A_limit_of_zero_means_no_limit_and_is_said() =>
        Assert.Contains(Judge(Host(0, Own(5))).Notes, note => note.Contains("no limit", StringComparison.Ordinal));

    [Fact]
    public void A_limit_that_cannot_be_read_is_unknown_not_fine() =>
        Assert.Equal(NagiosState.Unknown, Judge(Host(600, Own(5)) with { Maximum = null }).State);

    [Fact]
    public void Entries_per_bucket_count_all_namespaces_since_they_share_one_hash()
    {
        var result = Judge(Host(10_000, Own(300), Space("net:[2]", 201)) with { Buckets = 100 });

        Assert.Equal(NagiosState.Warning, result.State);
        Assert.Equal(5.01, Datum(result, "bucket_load")?.Value);
    }

    [Fact]
    public void A_full_expectation_table_is_critical()
    {
        var table = Host(600, new ConntrackNamespace("own", true, null, 1, "systemd", new ConntrackStatistics(5, 0, 0, 0, 95), 5)) with { ExpectMaximum = 100 };

        Assert.Equal(NagiosState.Critical, Judge(table).State);
        Assert.Contains("expectation table 95 % full (95 of 100)", ResultText.Render(Judge(table)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own", 0)]
    [InlineData("web", 590)]
    [InlineData("nginx", 580)]
    [InlineData("net:[3]", 590)]
    [InlineData("2", 580)]
    [InlineData("7", 580)]
    [InlineData("own,web", 590)]
    public void A_namespace_is_chosen_by_name_number_process_or_process_id(string word, long entries)
    {
        var table = Host(600, Own(0), Space("net:[2]", 580, pid: 7, process: "nginx"), Space("net:[3]", 590, name: "web", pid: 8));

        Assert.Equal(entries, Datum(Judge(table, null, new ConntrackOptions { Namespace = word }), "entries")?.Value);
    }

    [Fact]
    public void A_namespace_that_is_not_there_is_refused_with_those_that_are()
    {
        var failure = Assert.Throws<CheckException>(() => Judge(Host(600, Own(0)), null, new ConntrackOptions { Namespace = "gone" }));

        Assert.Equal("--namespace 'gone' is no network namespace that is visible through /proc (seen: own)", failure.Message);
    }

    [Theory]
    [InlineData("--warning", "80:70")]
    [InlineData("--hysteresis", "101")]
    [InlineData("--window", "5s")]
    [InlineData("--namespace", "a,,b")]
    [InlineData("--if-absent", "fine")]
    [InlineData("--time-to-full-warning", "30x:")]
    public void Misuse_is_told_before_anything_is_read(string option, string value)
    {
        using var output = new StringWriter();

        var exitCode = Program.Run([option, value, "--root", "/nonexistent"], output);

        Assert.Equal(3, exitCode);
        Assert.StartsWith($"CONNTRACK UNKNOWN - {option} '{value}' ", output.ToString(), StringComparison.Ordinal);
    }

    private static NagiosCheckResult Judge(ConntrackTable table, ConntrackHistory? history = null, ConntrackOptions? options = null) =>
        ConntrackCheck.Evaluate(table, history ?? ConntrackHistory.None, Now, ConntrackLimits.Parse(options ?? new ConntrackOptions())).Result;

    private static ConntrackTable Host(long maximum, params ConntrackNamespace[] spaces) =>
        new() { IsPresent = true, IsBuiltIn = false, Maximum = maximum, Buckets = 65536, ExpectMaximum = 256, Namespaces = spaces };

    private static ConntrackNamespace Own(long entries, uint drop = 0, uint earlyDrop = 0, uint insertFailed = 0) =>
        new("own", true, null, 1, "systemd", new ConntrackStatistics(entries, drop, earlyDrop, insertFailed, 0), entries);

    private static ConntrackNamespace Space(string identity, long entries, string? name = null, int pid = 0, string process = "", uint drop = 0) =>
        new(identity, false, name, pid, process, new ConntrackStatistics(entries, drop, 0, 0, 0), entries);

    private static ConntrackSample.Counters Counters(long entries, uint drop = 0) => new(entries, drop, 0, 0);

    private static ConntrackHistory Before(double seconds, params (string Identity, ConntrackSample.Counters Counters)[] tables) =>
        new([new ConntrackSample(Now.BootSeconds - seconds, tables.ToDictionary(table => table.Identity, table => table.Counters))], new FillStates());

    private static PerfDatum? Datum(NagiosCheckResult result, string label) => result.PerfData.SingleOrDefault(datum => datum.Label == label);
}
