using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>Judges what the kernel's counters say was lost since an earlier sample.</summary>
internal static class ConntrackDrops
{
    public static void Judge(NagiosCheckResult result, List<ConntrackNamespace> spaces, ConntrackSample? reference, ClockReading now, ConntrackLimits limits)
    {
        var counted = spaces.Where(space => space.Statistics is not null).ToList();
        if (counted.Count == 0)
            return;
        if (reference is null)
        {
            var ever = 0L;
            foreach (var space in counted)
                ever += space.Statistics!.Value.Drop;
            if (ever > 0)
                result.Note($"{ever} {(ever == 1 ? "packet was" : "packets were")} dropped since these namespaces began; whether it goes on is seen from the next run on");
            return;
        }

        var span = now.BootSeconds - reference.BootSeconds;
        Counter(result, "drop_rate", "packet", "packets", "dropped because a table was full", "the kernel logs it as \"nf_conntrack: table full, dropping packet\"",
            limits.DropsPerSecond, counted, span, space => ConntrackStatistics.Advance(reference.Of(space).Drop, space.Statistics!.Value.Drop));
        Counter(result, "early_drop_rate", "entry", "entries", "thrown out early to make room", "a table is or was full: the kernel gives up connections that are not assured yet",
            limits.EarlyDropsPerSecond, counted, span, space => ConntrackStatistics.Advance(reference.Of(space).EarlyDrop, space.Statistics!.Value.EarlyDrop));
        Counter(result, "insert_failed_rate", "entry", "entries", "not inserted because of a clash", "two packets of one flow raced, or NAT found no free port",
            limits.InsertFailedPerSecond, counted, span, space => ConntrackStatistics.Advance(reference.Of(space).InsertFailed, space.Statistics!.Value.InsertFailed));
    }

    private static void Counter(
        NagiosCheckResult result, string label, string one, string many, string what, string cause, Thresholds thresholds, List<ConntrackNamespace> spaces, double span, Func<ConntrackNamespace, long> moved)
    {
        var (total, most, others) = (0L, 0L, -1);
        ConntrackNamespace? worst = null;
        foreach (var space in spaces)
        {
            var lost = moved(space);
            total += lost;
            others += lost > 0 ? 1 : 0;
            if (lost > most)
                (worst, most) = (space, lost);
        }

        // One value is judged, graphed and explained; a single loss over weeks must not be rounded down to none.
        var rate = total == 0 ? 0 : Math.Max(Math.Round(total / span, 6), 1e-6);
        var where = worst is null ? "" : worst.WhereInShort() + (others > 0 ? $" and {others} more" : "");
        result.Measure(
            new PerfDatum(label, rate) { Thresholds = thresholds, Minimum = 0 },
            $"{total} {(total == 1 ? one : many)} {what} in the last {Quantity.Human(Math.Round(span), Dimension.Duration)}{(total == 0 ? "" : $" ({Quantity.HumanNumber(rate)}/s)")}{where}",
            thresholds.Judge(rate) == NagiosState.Ok ? null : cause);
    }
}
