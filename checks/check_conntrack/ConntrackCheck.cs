using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>Judges the connection-tracking tables of a host.</summary>
internal static class ConntrackCheck
{
    private const int NamespacesNamed = 20;
    private const int NamespacesGraphed = 5;
    private const double LongestForecastSeconds = 366d * 86400;

    public static CheckDescription Description { get; } = new(
        "check_conntrack",
        "is the connection-tracking table filling, dropping, or there at all when it should not be?",
        """
        Every connection through a tracking kernel takes an entry in a table of nf_conntrack_max entries; when it is full the
        kernel drops packets and only its log says so. This check judges how full the table of every network namespace is and
        how soon it will be, and whether packets were dropped. It needs no rights; root sees namespace numbers of all users.

        It only reads small files under /proc. It never lists connections or rules: that makes an overload worse, and listing
        rules can load connection tracking in the first place.
        """)
    {
        States =
        [
            "CRITICAL: fill, time until full or bucket load in the critical range, or packets dropped within the last --window; with --forbid: connections are tracked",
            "WARNING: the same with the warning ranges, or entries thrown out early to make room; with --forbid: tracking is loaded but idle",
            "OK: none of these, or connection tracking is not in the kernel (--if-absent)",
            "UNKNOWN: /proc could not be read or made no sense, or the command line is wrong",
        ],
        Examples =
        [
            ("check_conntrack", "all visible namespaces, fill 80/90 %"),
            ("check_conntrack --forbid", "a balancer that must not track: CRITICAL when it does, WARNING when it could at any moment"),
            ("check_conntrack -w 70 -c 85 --hysteresis 5 --namespace own", "only this namespace, without flapping around the limit"),
            ("check_conntrack --time-to-full-critical 30m: --time-to-full-from 20", "page half an hour ahead, from 20 % fill on"),
            ("check_conntrack -v --root /srv/capture", "judge a captured /proc tree"),
        ],
    };

    /// <summary>The verdict on one reading.</summary>
    /// <param name="table">What was read.</param>
    /// <param name="history">Earlier samples; <see cref="ConntrackHistory.None"/> on the first run.</param>
    /// <param name="now">When it was read.</param>
    /// <param name="limits">What the operator decides.</param>
    public static ConntrackVerdict Evaluate(ConntrackTable table, ConntrackHistory history, ClockReading now, ConntrackLimits limits)
    {
        var result = new NagiosCheckResult(Description.Name) { Data = json => ConntrackJson.Write(json, table) };
        var fillStates = new FillStates();
        if (!table.IsPresent)
        {
            result.Summary = "connection tracking is not in the kernel";
            result.Report(limits.Forbid ? NagiosState.Ok : limits.IfAbsent, result.Summary);
            return new ConntrackVerdict(result, fillStates);
        }

        var spaces = Selected(table, limits.Namespaces);
        foreach (var blindness in table.Blindness)
            result.Note(blindness);

        if (limits.Forbid)
            JudgeForbidden(result, table, spaces, limits);
        JudgeFill(result, table, spaces, history, limits, fillStates);
        JudgeGrowth(result, table, spaces, history.GrowthReference(now), now, limits);
        ConntrackDrops.Judge(result, spaces, history.DropReference(now, limits.WindowSeconds), now, limits);
        JudgeBuckets(result, table, limits);
        JudgeExpectations(result, table, spaces, limits);
        if (table.Namespaces.Count > 1)
            result.Graph(new PerfDatum("namespaces", table.Namespaces.Count) { Minimum = 0 });
        ConntrackAdvice.Give(result, table, spaces, limits);
        return new ConntrackVerdict(result, fillStates);
    }

    private static List<ConntrackNamespace> Selected(ConntrackTable table, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return [.. table.Namespaces];
        var selected = table.Namespaces.Where(space => words.Any(space.Matches)).ToList();
        var unmet = words.FirstOrDefault(word => !table.Namespaces.Any(space => space.Matches(word)));
        return unmet is null
            ? selected
            : throw CheckException.Usage("--namespace", unmet, $"is no network namespace that is visible through /proc (seen: {string.Join(", ", table.Namespaces.Take(5).Select(space => space.Label))}{(table.Namespaces.Count > 5 ? ", ..." : "")})");
    }

    private static void JudgeForbidden(NagiosCheckResult result, ConntrackTable table, List<ConntrackNamespace> spaces, ConntrackLimits limits)
    {
        var loaded = table.IsBuiltIn == true ? "built into the kernel" : "loaded";
        var tracking = FullestFirst(spaces).FindAll(space => space.Entries > 0);
        if (tracking.Count > 0)
            result.Report(limits.IfTracking, $"this host must not track connections, but {tracking[0].Entries} are tracked{tracking[0].Where()}{(tracking.Count > 1 ? $" and {tracking.Count - 1} more" : "")}");
        else
            result.Report(limits.IfIdle, $"connection tracking is {loaded} and idle on a host that must not track", "no connection is tracked yet; the first firewall rule that looks at connection state starts it");
    }

    private static void JudgeFill(
        NagiosCheckResult result, ConntrackTable table, List<ConntrackNamespace> spaces, ConntrackHistory history, ConntrackLimits limits, FillStates fillStates)
    {
        var seen = FullestFirst(spaces);
        if (seen.Count == 0)
        {
            result.Report(NagiosState.Unknown, "the number of tracked connections cannot be seen");
            return;
        }

        var fullest = seen[0];
        var entries = fullest.Entries!.Value;
        if (table.Maximum is not { } maximum)
            result.Report(NagiosState.Unknown, "nf_conntrack_max cannot be read, so the fill of the table cannot be judged");
        else if (maximum == 0)
            result.Note("nf_conntrack_max is 0: the kernel sets no limit, only memory does");
        else
            JudgeFills(result, maximum, seen, history, limits, fillStates);

        var datum = new PerfDatum("entries", entries) { Thresholds = limits.Entries, Minimum = 0, Maximum = table.Maximum > 0 ? table.Maximum : null };
        result.Measure(datum, $"{entries} connections tracked{fullest.WhereInShort()}");
        result.Summary = Summary(table, fullest, seen.Count);
        if (seen.Count > 1)
        {
            foreach (var space in seen.Where(space => space.Entries > 0).Take(NamespacesGraphed))
                result.Graph(new PerfDatum($"entries_{space.Label}", space.Entries!.Value) { Minimum = 0 });
        }
    }

    private static void JudgeFills(
        NagiosCheckResult result, long maximum, List<ConntrackNamespace> seen, ConntrackHistory history, ConntrackLimits limits, FillStates fillStates)
    {
        var (unnamed, worstUnnamed) = (0, NagiosState.Ok);
        for (var index = 0; index < seen.Count; index++)
        {
            var space = seen[index];
            var fill = Percent(space.Entries!.Value, maximum);
            var previous = history.FillStates.Of(space);
            var state = limits.Fill.Judge(fill, previous, limits.HysteresisPercent);
            fillStates.Remember(space, state);

            var text = $"table {Quantity.Human(fill, Dimension.Percent)} full ({space.Entries} of {maximum}){space.Where()}";
            var held = state != limits.Fill.Judge(fill) ? "held by --hysteresis until it has fallen further" : null;
            if (index == 0)
                result.Measure(new PerfDatum("fill", fill, "%") { Thresholds = limits.Fill, Minimum = 0, Maximum = 100 }, previous, limits.HysteresisPercent, text, held);
            else if (state != NagiosState.Ok && index < NamespacesNamed)
                result.Report(state, text, held);
            else if (state != NagiosState.Ok)
                (unnamed, worstUnnamed) = (unnamed + 1, NagiosStates.Worst(worstUnnamed, state));
        }

        if (unnamed > 0)
            result.Report(worstUnnamed, $"{unnamed} more namespaces above the limits");
    }

    private static string Summary(ConntrackTable table, ConntrackNamespace fullest, int namespaces)
    {
        var of = table.Maximum is > 0 and var maximum ? $"table {Quantity.Human(Percent(fullest.Entries!.Value, maximum), Dimension.Percent)} full ({fullest.Entries} of {maximum})" : $"{fullest.Entries} connections tracked, no limit";
        return namespaces > 1
            ? $"fullest of {namespaces} tables {of[(of.StartsWith("table ", StringComparison.Ordinal) ? 6 : 0)..]}{(fullest.Entries > 0 ? fullest.Where() : "")}"
            : of;
    }

    private static void JudgeGrowth(NagiosCheckResult result, ConntrackTable table, List<ConntrackNamespace> spaces, ConntrackSample? reference, ClockReading now, ConntrackLimits limits)
    {
        if (reference is null || table.Maximum is not (> 0 and var maximum))
            return;
        var span = now.BootSeconds - reference.BootSeconds;
        (ConntrackNamespace? Space, double Growth, double Seconds, bool IsJudged) soonest = default;
        foreach (var space in spaces)
        {
            if (space.Entries is not { } entries || entries >= maximum || entries <= reference.Of(space).Entries)
                continue;
            var growth = (entries - reference.Of(space).Entries) / span;
            var seconds = Math.Round((maximum - entries) / growth);
            // A table that is nearly empty may fill sooner by its last minute's growth, but it is not judged yet.
            var judged = Percent(entries, maximum) >= limits.TimeToFullFromPercent;
            if (soonest.Space is null || (judged && !soonest.IsJudged) || (judged == soonest.IsJudged && seconds < soonest.Seconds))
                soonest = (space, growth, seconds, judged);
        }

        if (soonest.Space is null || soonest.Seconds > LongestForecastSeconds)
            return;
        var datum = new PerfDatum("time_to_full", soonest.Seconds, "s") { Thresholds = soonest.IsJudged ? limits.TimeToFullSeconds : Thresholds.None, Minimum = 0 };
        result.Measure(datum, $"full in {Quantity.Human(soonest.Seconds, Dimension.Duration)} at {Quantity.HumanNumber(soonest.Growth)} new entries/s{soonest.Space.WhereInShort()}");
    }

    private static void JudgeBuckets(NagiosCheckResult result, ConntrackTable table, ConntrackLimits limits)
    {
        if (table.Buckets is not (> 0 and var buckets))
            return;
        var load = Math.Round((double)table.TotalEntries / buckets, 3);
        result.Measure(
            new PerfDatum("bucket_load", load) { Thresholds = limits.BucketLoad, Minimum = 0 },
            $"{Quantity.HumanNumber(load)} entries per hash bucket ({table.TotalEntries} in {buckets})",
            limits.BucketLoad.Judge(load) == NagiosState.Ok ? null : "every packet walks a chain that long; nf_conntrack_buckets is too small for this table");
    }

    private static void JudgeExpectations(NagiosCheckResult result, ConntrackTable table, List<ConntrackNamespace> spaces, ConntrackLimits limits)
    {
        ConntrackNamespace? fullest = null;
        foreach (var space in spaces)
        {
            if (space.Statistics?.Expectations is { } open && open > (fullest?.Statistics?.Expectations ?? -1))
                fullest = space;
        }

        if (fullest?.Statistics?.Expectations is not { } expectations || table.ExpectMaximum is not (> 0 and var maximum))
            return;
        var fill = Percent(expectations, maximum);
        result.Measure(
            new PerfDatum("expect_fill", fill, "%") { Thresholds = limits.ExpectFill, Minimum = 0, Maximum = 100 },
            $"expectation table {Quantity.Human(fill, Dimension.Percent)} full ({expectations} of {maximum}){fullest.WhereInShort()}");
    }

    /// <summary>The namespaces whose entries can be seen, fullest first, the own one first among equals.</summary>
    public static List<ConntrackNamespace> FullestFirst(List<ConntrackNamespace> spaces)
    {
        var seen = spaces.FindAll(space => space.Entries is not null);
        seen.Sort((left, right) => right.Entries != left.Entries ? right.Entries!.Value.CompareTo(left.Entries!.Value) : right.IsOwn.CompareTo(left.IsOwn));
        return seen;
    }

    private static double Percent(long part, long whole) => Math.Round(100d * part / whole, 2);
}
