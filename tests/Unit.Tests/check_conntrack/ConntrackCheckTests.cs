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
        Assert.StartsWith(
            "CONNTRACK CRITICAL - table 98.3 % full (590 of 600) in namespace (net:[2], pid 7 nginx), table 83.3 % full (500 of 600) in "
            + "namespace web (net:[3], pid 8)", ResultText.Render(result), StringComparison.Ordinal);
        // A namespace that only its process names is not graphed: the next process would continue its line.
        Assert.Equal(["entries_own", "entries_web"], result.PerfData.Select(datum => datum.Label)
            .Where(label => label.StartsWith("entries_", StringComparison.Ordinal)));
        Assert.Equal(500, Datum(result, "entries_web")?.Value);
        Assert.Equal(3, Datum(result, "namespaces")?.Value);
    }

    [Fact]
    public void A_thousand_full_namespaces_still_make_one_short_line()
    {
        var spaces = Enumerable.Range(1, 1000).Select(number => Space($"net:[{number}]", 600, pid: number, process: "pause"))
            .Prepend(Own(0)).ToArray();

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
    public void Growth_is_judged_by_the_time_it_leaves_once_the_table_is_half_full(
        long entries, long before, double seconds, NagiosState state) =>
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
        Assert.StartsWith(
            "CONNTRACK CRITICAL - 1 packet dropped because the table was full in the last 2 min (0.01/s) |", ResultText.Render(dropped),
            StringComparison.Ordinal);
        Assert.Equal((NagiosState.Warning, 0.05), (early.State, Datum(early, "early_drop_rate")!.Value));
        Assert.Equal((NagiosState.Ok, 0.05), (clash.State, Datum(clash, "insert_failed_rate")!.Value));
    }

    [Fact]
    public void A_single_drop_in_two_months_is_not_rounded_down_to_none()
    {
        var monthsLater = Now with { BootSeconds = 5_000_000 };
        var history = new ConntrackHistory(
            [new ConntrackSample(1, new Dictionary<string, ConntrackSample.Counters> { ["own"] = Counters(10, drop: 12) })],
            FillStates.None);

        var result = ConntrackEvaluation.Evaluate(
            Host(600, Own(10, drop: 13)), ConntrackLimits.Parse(new ConntrackOptions()), history, monthsLater).Result;

        Assert.Equal(NagiosState.Critical, result.State);
    }

    // Field test F6: a namespace that an earlier run did not see had its drops some time, not since that run.
    [Fact]
    public void A_namespace_that_is_seen_for_the_first_time_is_a_baseline()
    {
        var result = Judge(Host(600, Own(0), Space("net:[9]", 400, drop: 25)), Before(60, ("own", Counters(0))));

        Assert.Equal(NagiosState.Ok, result.State);
        Assert.Null(Datum(result, "time_to_full"));
        Assert.Contains(
            result.Notes, note =>
            note.StartsWith("25 packets were dropped in namespaces that this check sees for the first time", StringComparison.Ordinal));
    }

    [Fact]
    public void On_the_first_run_old_drops_are_told_but_not_judged()
    {
        var result = Judge(Host(600, Own(0, drop: 3)));

        Assert.Equal(NagiosState.Ok, result.State);
        Assert.Contains(result.Notes, note => note.StartsWith("3 packets were dropped in namespaces", StringComparison.Ordinal));
        Assert.Null(Datum(result, "drop_rate"));
    }

    [Fact]
    public void Without_counters_the_fill_is_judged_all_the_same_and_no_drop_rate_is_made_up()
    {
        var table = Host(600, Own(590) with { Statistics = null }) with { Unseen = [new Unseen("the drop counters", UnseenReason.Absent)] };

        var result = Judge(table, Before(60, ("own", Counters(590))));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Null(Datum(result, "drop_rate"));
        Assert.Contains("cannot see the drop counters: it does not exist", result.Notes);
    }

    [Theory]
    [InlineData("absent", NagiosState.Ok)]
    [InlineData("idle", NagiosState.Warning)]
    [InlineData("tracking", NagiosState.Critical)]
    public void A_host_that_must_not_track_tells_absent_idle_and_tracking_apart(string situation, NagiosState state)
    {
        var table = situation == "absent" ? new ConntrackMeasurement { Presence = ConntrackPresence.Absent }
            : Host(600, Own(situation == "idle" ? 0 : 1));

        var result = Judge(table, null, new ConntrackOptions { Forbid = true });

        Assert.Equal(state, result.State);
        Assert.Equal(situation != "absent",
            result.NextSteps.Any(step => step.Contains("install nf_conntrack /bin/false", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_built_into_the_kernel_is_not_to_be_unloaded_or_blacklisted()
    {
        var result = Judge(Host(600, Own(0)) with { IsBuiltIn = true }, null, new ConntrackOptions { Forbid = true });

        Assert.DoesNotContain(
            result.NextSteps, step => step.Contains("rmmod", StringComparison.Ordinal)
            || step.Contains("/bin/false", StringComparison.Ordinal) || step.Contains("it is in this namespace", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("CONFIG_NF_CONNTRACK", StringComparison.Ordinal));
    }

    [Fact]
    public void The_state_of_every_situation_can_be_chosen()
    {
        Assert.Equal(NagiosState.Critical,
            Judge(new ConntrackMeasurement { Presence = ConntrackPresence.Absent }, null,
            new ConntrackOptions { IfAbsent = "critical" }).State);
        Assert.Equal(NagiosState.Ok, Judge(Host(600, Own(0)), null, new ConntrackOptions { Forbid = true, IfIdle = "ok" }).State);
        Assert.Equal(NagiosState.Warning,
            Judge(Host(600, Own(1)), null, new ConntrackOptions { Forbid = true, IfTracking = "warning" }).State);
    }

    [Theory]
    [InlineData(570, NagiosState.Critical)] // 95 %
    [InlineData(535, NagiosState.Critical)] // 89.2 %: below 90 but not 5 below
    [InlineData(505, NagiosState.Warning)] // 84.2 %
    [InlineData(455, NagiosState.Warning)] // 75.8 %: less than 5 below 80, so the warning range still holds it
    [InlineData(449, NagiosState.Ok)] // 74.8 %
    public void With_hysteresis_a_critical_state_is_left_only_five_points_below_its_limit(long entries, NagiosState state)
    {
        var history = new ConntrackHistory([], new FillStates(new Dictionary<string, string> { ["own"] = "CRITICAL" }));

        Assert.Equal(state, ConntrackEvaluation.Evaluate(
            Host(600, Own(entries)), ConntrackLimits.Parse(new ConntrackOptions { Hysteresis = "5" }), history, Now).Result.State);
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
        var table = Host(600, Own(5) with { Statistics = Counted(5) with { Expectations = 95 } }) with { ExpectMaximum = 100 };

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

        Assert.Equal("--namespace 'gone' is no network namespace that this user can see (seen: own)", failure.Message);
    }

    // Field test F1, from moby/moby 32356: SNAT to one port; `drop` and `insert_failed` move together while the table is nearly empty.
    [Fact]
    public void Packets_lost_to_a_clash_are_told_as_that_and_not_as_a_full_table()
    {
        var result = Judge(Host(262144, Own(5200, drop: 117, insertFailed: 117)), Before(60, ("own", Counters(5000, 100, 100))));

        Assert.Equal(NagiosState.Warning, result.State);
        Assert.StartsWith(
            "CONNTRACK WARNING - 17 packets lost because their entries clashed in the last 60 s (0.283/s) |", ResultText.Render(result),
            StringComparison.Ordinal);
        Assert.Equal(0, Datum(result, "drop_rate")?.Value);
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("nf_conntrack_max", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("SNAT", StringComparison.Ordinal));
    }

    [Fact]
    public void One_lost_race_on_a_busy_host_is_no_alarm() =>
        Assert.Equal(NagiosState.Ok, Judge(Host(262144, Own(5200, drop: 1, insertFailed: 1)), Before(2, ("own", Counters(5000)))).State);

    [Fact]
    public void Nat_without_a_free_port_that_loses_packets_every_second_is_critical() =>
        Assert.Equal(NagiosState.Critical,
            Judge(Host(262144, Own(64512, drop: 400, insertFailed: 400)), Before(60, ("own", Counters(64000)))).State);

    // Field test F2, from alauda/knowledge PR 525, columns of Linux 5.15: insert_failed +8f65, chainlength +8f62 (hexadecimal), drop 0 or
    // 3.
    [Theory]
    [InlineData(0u, 0)]
    [InlineData(3u, 0)]
    [InlineData(5u, 2)] // more drops than clashes explain: the table was full too
    public void Packets_dropped_for_chains_that_are_too_long_are_an_alarm_whose_cure_is_the_hash(uint drop, long tableFull)
    {
        var table = Host(1048576, Own(61000, drop: drop, insertFailed: 0x8f65, chain: 0x8f62)) with { Buckets = 262144 };
        var result = Judge(table, Before(60, ("own", Counters(61000, chain: 0))));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Contains("36706 packets dropped because their hash chain was too long", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Contains(
            result.NextSteps, step =>
            step.Contains("echo 524288 > /sys/module/nf_conntrack/parameters/hashsize", StringComparison.Ordinal));
        Assert.Equal(tableFull > 0, result.NextSteps.Any(step => step.Contains("nf_conntrack_max", StringComparison.Ordinal)));
        Assert.Equal(Math.Round(tableFull / 60d, 3), Datum(result, "drop_rate")?.Value);
    }

    // Linux 4.7 to 5.9 counts resolved clashes in insert_failed too: while the table is full, drops are not laid to clashes.
    [Theory]
    [InlineData("ResolvedCountToo", 600, 100, 0)]
    [InlineData("ResolvedCountToo", 60, 0, 100)]
    [InlineData("LostOnly", 600, 0, 100)]
    [InlineData("InsertFailedOnly", 60, 0, 150)]
    public void What_insert_failed_means_depends_on_the_kernel(string counting, long entries, long tableFull, long clash)
    {
        var losses = ConntrackLosses.Between(
            Counters(entries), new ConntrackStatistics(entries, 100, 0, 150, null, false, 0), Enum.Parse<ClashCounting>(counting),
                ConntrackLosses.IsNearlyFull(entries, 600));

        Assert.Equal((tableFull, clash), (losses.TableFull, losses.Clash));
    }

    [Theory]
    [InlineData(true, "", "LostOnly")]
    [InlineData(false, "3.10.0-1160.el7.x86_64", "InsertFailedOnly")]
    [InlineData(false, "4.6.7-300.fc24", "InsertFailedOnly")]
    [InlineData(false, "4.19.0-27-amd64", "ResolvedCountToo")]
    [InlineData(false, "5.4.0-150-generic", "ResolvedCountToo")]
    [InlineData(false, "", "ResolvedCountToo")]
    public void The_columns_and_the_release_tell_how_a_kernel_counts(bool hasColumn, string release, string counting) =>
        Assert.Equal(counting, ClashCountings.Of(hasColumn, release).ToString());

    // Field test F12, from openzfs/zfs 3748: the kernel compares its count without the sign.
    [Fact]
    public void A_count_below_zero_is_critical_since_no_new_connection_gets_through()
    {
        var result = Judge(Host(65536, Own(-12)));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith(
            "CONNTRACK CRITICAL - the kernel's count of tracked connections has wrapped below zero (-12)", ResultText.Render(result),
            StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.StartsWith("Reboot the host", StringComparison.Ordinal));
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("nf_conntrack_max", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrapped_count_of_a_foreign_namespace_is_no_absurd_percentage()
    {
        var text = ResultText.Render(Judge(Host(65536, Own(3), Space("net:[2]", -12, pid: 7, process: "nginx"))));

        Assert.StartsWith(
            "CONNTRACK CRITICAL - the kernel's count of tracked connections has wrapped below zero (-12) in namespace (net:[2], pid 7 "
            + "nginx) |", text, StringComparison.Ordinal);
        Assert.Contains("restart its container or service", text, StringComparison.Ordinal);
    }

    // Field test F9: each kind of trouble has its own cure.
    [Fact]
    public void A_full_expectation_table_is_cured_by_its_own_limit_and_the_helper()
    {
        var table = Host(300_000, Own(544, expectations: 256));

        var steps = Judge(table).NextSteps;

        Assert.Contains(steps, step => step.EndsWith("sysctl -w net.netfilter.nf_conntrack_expect_max=512", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.Contains("helper", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Contains("nf_conntrack_max", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hash_that_is_too_small_for_a_table_that_is_nearly_empty_is_cured_by_the_hash_alone()
    {
        var steps = Judge(Host(12262144, Own(140_000)) with { Buckets = 16384 }).NextSteps;

        Assert.Contains("hashsize", steps[0], StringComparison.Ordinal);
        Assert.DoesNotContain(steps, step => step.Contains("nf_conntrack_max", StringComparison.Ordinal));
    }

    [Fact]
    public void Steps_enter_the_namespace_that_drops_and_not_the_fullest_one()
    {
        var table = Host(600, Own(0), Space("net:[2]", 400, pid: 20, process: "a"), Space("net:[3]", 400, pid: 30, process: "b", drop: 9));
        var steps = Judge(table, Before(60, ("own", Counters(0)), ("net:[2]", Counters(400)), ("net:[3]", Counters(400)))).NextSteps;

        Assert.Contains(steps, step => step.Contains("nsenter -t 30 -n awk ", StringComparison.Ordinal));
        Assert.Contains(
            steps, step => step.Contains(
            "nsenter -t 30 -n sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=86400", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Contains("-t 20", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "nf_conntrack_max=2000000 (up to 381 MB more")]
    [InlineData(8_000_000_000L,
        "nf_conntrack_max=2000000 (up to 381 MB more of kernel memory in each network namespace that fills; 7.5 GB available)")]
    [InlineData(400_000_000L,
        "nf_conntrack_max=1500000 (up to 191 MB more of kernel memory in each network namespace that fills; 381 MB available)")]
    [InlineData(40_000_000L, "Do not raise the limit: an entry takes some 400 bytes of kernel memory; 38 MB available")]
    public void A_higher_limit_is_advised_as_far_as_the_memory_that_is_free_allows(long? available, string expected) =>
        Assert.Contains(
            expected, string.Join('\n', Judge(Host(1_000_000, Own(950_000)) with { AvailableBytes = available }).NextSteps),
            StringComparison.Ordinal);

    // Kernel lab, fault 3: "full in 7 s" while the table had just shrunk, and "full in 31 s" when nothing grew any more.
    [Theory]
    [InlineData(5, 550, 531, null)]
    [InlineData(5, 531, 531, null)]
    [InlineData(0.5, 531, 531, null)] // A second look at once, by hand.
    [InlineData(5, 500, 531, 20d)]
    [InlineData(0.5, 500, 531, 20d)]
    public void A_growth_that_has_ended_foretells_nothing(double age, long newest, long entries, double? seconds)
    {
        ConntrackSample At(double ago, long count) =>
            new(Now.BootSeconds - ago, new Dictionary<string, ConntrackSample.Counters> { ["own"] = Counters(count) });
        var history = new ConntrackHistory([At(60, 324), At(age, newest)], FillStates.None);

        Assert.Equal(seconds, Datum(Judge(Host(600, Own(entries)), history), "time_to_full")?.Value);
    }

    // Field test F4 and F6: what is not seen is not absent, and never OK where tracking is forbidden.
    [Theory]
    [InlineData(false, "CONNTRACK UNKNOWN - connection tracking is in the kernel, but its table cannot be seen from here (a container)")]
    [InlineData(true,
        "CONNTRACK UNKNOWN - connection tracking is in the kernel, but its table cannot be seen from here (a container), this host must "
        + "not track")]
    public void Hidden_is_not_absent(bool forbid, string firstLine)
    {
        var table = new ConntrackMeasurement
        {
            Presence = ConntrackPresence.Hidden,
            Unseen = [new Unseen("the connection-tracking table", UnseenReason.Hidden, "a container")],
        };

        Assert.StartsWith(
            firstLine, ResultText.Render(Judge(table, null, new ConntrackOptions { Forbid = forbid })), StringComparison.Ordinal);
    }

    [Fact]
    public void With_forbid_an_absence_that_nobody_can_be_sure_of_is_unknown()
    {
        var table = new ConntrackMeasurement
        {
            Presence = ConntrackPresence.NotFound,
            Unseen = [new Unseen("which modules are in the kernel", UnseenReason.Hidden)],
        };

        Assert.Equal(NagiosState.Unknown, Judge(table, null, new ConntrackOptions { Forbid = true }).State);
        Assert.Equal(NagiosState.Ok, Judge(table).State);
    }

    [Theory]
    [InlineData(0, true, "own table only: 0 % full (0 of 600); network namespaces of other users are not seen")]
    [InlineData(3, false, "own table only: 0 % full (0 of 600); 3 network namespaces are not seen")]
    [InlineData(1, false, "own table only: 0 % full (0 of 600); 1 network namespace is not seen")]
    public void An_ok_says_in_the_first_line_that_only_the_own_table_was_seen(int unseen, bool hidden, string expected)
    {
        var table = Host(600, Own(0)) with { UnseenNamespaces = unseen, OthersMayBeHidden = hidden };

        Assert.StartsWith($"CONNTRACK OK - {expected} |", ResultText.Render(Judge(table)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "not seen", ResultText.Render(Judge(table, null, new ConntrackOptions { Namespace = "own" })), StringComparison.Ordinal);
        Assert.Equal(NagiosState.Unknown, Judge(table, null, new ConntrackOptions { Forbid = true, IfIdle = "ok" }).State);
    }

    // pnp4nagios never updates a graph again once the items of a service have changed.
    [Fact]
    public void The_items_and_their_order_are_the_same_whatever_is_known()
    {
        string[] items =
        [
            "fill", "entries", "time_to_full", "drop_rate", "clash_rate", "chain_rate", "early_drop_rate", "insert_failed_rate",
                "bucket_load",
            "expect_fill", "namespaces",
        ];

        Assert.Equal(items, Judge(Host(600, Own(0))).PerfData.Select(datum => datum.Label));
        Assert.Equal(items, Judge(Host(600, Own(-3))).PerfData.Select(datum => datum.Label));
        Assert.Equal(items,
            Judge(Host(0, Own(5, chain: 3)), Before(60, ("own", Counters(3, chain: 1)))).PerfData.Select(datum => datum.Label));
        Assert.Equal(items, Judge(new ConntrackMeasurement { Presence = ConntrackPresence.Absent }).PerfData.Select(datum => datum.Label));
    }

    // Field test F19: two pods, both led by "pause"; what was entries_pause_2 became entries_pause when the other one grew.
    [Fact]
    public void Labels_follow_what_stays_and_their_order_never_changes_with_the_fill()
    {
        var first = Host(600, Own(0), Space("net:[2]", 40, "qrouter-a", 7, "pause"), Space("net:[3]", 10, "qrouter-b", 8, "pause"));
        var later = Host(600, Own(0), Space("net:[3]", 210, "qrouter-b", 8, "pause"), Space("net:[2]", 30, "qrouter-a", 7, "pause"));

        Assert.Equal(Judge(first).PerfData.Select(datum => datum.Label), Judge(later).PerfData.Select(datum => datum.Label));
        Assert.Equal(210, Datum(Judge(later), "entries_qrouter-b")?.Value);
    }

    [Fact]
    public void A_name_that_a_container_runtime_made_up_is_not_graphed_unless_asked_for()
    {
        var table = Host(600, Own(0), Space("net:[2]", 40, "cni-0b1f6c5e-7d0a-4a3b-9f58-0123456789ab", 7, "pause"));

        Assert.DoesNotContain(Judge(table).PerfData, datum => datum.Label.StartsWith("entries_", StringComparison.Ordinal));
        Assert.Equal(40, Datum(Judge(table, null, new ConntrackOptions { GraphNamespaces = "net:[2]" }), "entries_net:[2]")?.Value);
    }

    // Paths of control groups as Kubernetes, Docker, Podman, LXC and systemd-nspawn make them.
    [Theory]
    [InlineData(
        "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0b1f6c5e_7d0a_4a3b_9f58_0123456789ab.slice/"
            + "cri-containerd-ID.scope",
        "pod 0b1f6c5e-7d0a-4a3b-9f58-0123456789ab")]
    [InlineData("4:memory:/kubepods/besteffort/pod0b1f6c5e-7d0a-4a3b-9f58-0123456789ab/ID", "pod 0b1f6c5e-7d0a-4a3b-9f58-0123456789ab")]
    [InlineData("0::/system.slice/docker-ID.scope", "docker 0123456789ab")]
    [InlineData("12:pids:/docker/ID", "docker 0123456789ab")]
    [InlineData("0::/machine.slice/libpod-ID.scope/container", "podman 0123456789ab")]
    [InlineData("0::/lxc.payload.web1/init.scope", "lxc web1")]
    [InlineData("0::/machine.slice/systemd-nspawn@db.service/payload", "machine db")]
    [InlineData("0::/user.slice/user-1000.slice/session-2.scope", null)]
    [InlineData("", null)]
    public void A_pod_or_container_is_named_by_its_control_group(string cgroup, string? expected)
    {
        var id = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

        Assert.Equal(expected, ContainerIdentity.Parse(cgroup.Replace("ID", id, StringComparison.Ordinal) + "\n")?.ToString());
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

    private static NagiosCheckResult Judge(
        ConntrackMeasurement table, ConntrackHistory? history = null, ConntrackOptions? options = null) =>
        ConntrackEvaluation.Evaluate(
            table, ConntrackLimits.Parse(options ?? new ConntrackOptions()), history ?? ConntrackHistory.None, Now).Result;

    private static ConntrackMeasurement Host(long maximum, params ConntrackNamespace[] spaces) =>
        new()
        {
            Presence = ConntrackPresence.Read,
            IsBuiltIn = false,
            Maximum = maximum,
            Buckets = 65536,
            ExpectMaximum = 256,
            ClashCounting = ClashCounting.LostOnly,
            Namespaces = spaces,
        };

    private static ConntrackNamespace Own(
        long entries, uint drop = 0, uint earlyDrop = 0, uint insertFailed = 0, uint? chain = null, long? expectations = 0) =>
        new()
        {
            Identity = "own",
            IsOwn = true,
            ProcessId = 1,
            ProcessName = "systemd",
            Statistics = new ConntrackStatistics(entries, drop, earlyDrop, insertFailed, chain, true, expectations),
            Entries = entries,
        };

    private static ConntrackStatistics Counted(long entries) => new(entries, 0, 0, 0, null, true, 0);

    private static ConntrackNamespace Space(
        string identity, long entries, string? name = null, int pid = 0, string process = "", uint drop = 0, uint insertFailed = 0) =>
        new()
        {
            Identity = identity,
            File = name is null ? null : "/run/netns/" + name,
            ProcessId = pid,
            ProcessName = process,
            Statistics = new ConntrackStatistics(entries, drop, 0, insertFailed, null, true, 0),
            Entries = entries,
        };

    private static ConntrackSample.Counters Counters(long entries, uint drop = 0, uint insertFailed = 0, uint? chain = null) =>
        new(entries, drop, 0, insertFailed, chain);

    private static ConntrackHistory Before(double seconds, params (string Identity, ConntrackSample.Counters Counters)[] tables) =>
        new([new ConntrackSample(Now.BootSeconds - seconds, tables.ToDictionary(table => table.Identity, table => table.Counters))],
            FillStates.None);

    private static PerfDatum? Datum(NagiosCheckResult result, string label) => 
        result.PerfData.SingleOrDefault(datum => datum.Label == label) is { IsUnknown: false } datum ? datum : null;
}
