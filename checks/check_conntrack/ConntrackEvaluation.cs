using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>Judges one measurement: a finding for each thing that can go wrong, and the steps that belong to it.</summary>
internal sealed partial class ConntrackEvaluation
{
    private readonly ConntrackMeasurement _measured;
    private readonly ConntrackLimits _limits;
    private readonly ConntrackHistory _history;
    private readonly ClockReading _now;
    private readonly NagiosCheckResult _result;
    private readonly ConntrackAdvice _advice;
    private readonly List<ConntrackNamespace> _spaces;
    private readonly Dictionary<string, string> _fillStates = [];

    private ConntrackEvaluation(ConntrackMeasurement measured, ConntrackLimits limits, ConntrackHistory history, ClockReading now)
    {
        (_measured, _limits, _history, _now) = (measured, limits, history, now);
        _result = new NagiosCheckResult("CONNTRACK", ConntrackSeries.All) { Data = json => ConntrackJson.Write(json, measured) };
        _advice = new ConntrackAdvice(_result, measured);
        _spaces = measured.Presence == ConntrackPresence.Read ? Selected(measured, limits.Namespaces) : [];
    }

    /// <summary>The verdict on one measurement.</summary>
    /// <param name="measured">What was read.</param>
    /// <param name="limits">What the operator decides.</param>
    /// <param name="history">Earlier samples; <see cref="ConntrackHistory.None"/> on the first run.</param>
    /// <param name="now">When it was read.</param>
    public static Verdict<ConntrackHistory> Evaluate(
        ConntrackMeasurement measured, ConntrackLimits limits, ConntrackHistory history, ClockReading now)
    {
        var evaluation = new ConntrackEvaluation(measured, limits, history, now);
        if (measured.Presence != ConntrackPresence.Read)
        {
            evaluation.JudgePresence();
            return new Verdict<ConntrackHistory>(evaluation._result, null);
        }

        evaluation.JudgeTables();
        return new Verdict<ConntrackHistory>(evaluation._result, history.Next(
            ConntrackSample.Of(measured, now), new FillStates(evaluation._fillStates), limits.WindowSeconds));
    }

    /// <summary>The namespaces whose entries can be seen, fullest first, the own one first among equals. A count that has wrapped is
    /// above any limit, so it comes first.</summary>
    public static List<ConntrackNamespace> FullestFirst(IEnumerable<ConntrackNamespace> spaces)
    {
        var seen = spaces.Where(space => space.Entries is not null).ToList();
        seen.Sort((left, right) =>
            left.HasWrapped != right.HasWrapped ? right.HasWrapped.CompareTo(left.HasWrapped)
            : left.Entries != right.Entries ? right.Entries!.Value.CompareTo(left.Entries!.Value)
            : right.IsOwn.CompareTo(left.IsOwn));
        return seen;
    }

    private static List<ConntrackNamespace> Selected(ConntrackMeasurement measured, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return [.. measured.Namespaces];
        var unmet = words.FirstOrDefault(word => !measured.Namespaces.Any(space => space.Matches(word)));
        if (unmet is null)
            return [.. measured.Namespaces.Where(space => words.Any(space.Matches))];
        var seen = string.Join(", ", measured.Namespaces.Take(5).Select(space => space.Label));
        throw CheckException.Usage("--namespace", unmet,
            $"is no network namespace that this user can see (seen: {seen}{(measured.Namespaces.Count > 5 ? ", ..." : "")})");
    }

    private void JudgePresence()
    {
        switch (_measured.Presence)
        {
            case ConntrackPresence.Hidden:
                _result.Report(NagiosState.Unknown,
                    $"connection tracking is in the kernel, but its table cannot be seen from here ({_measured.Unseen[0].Detail})");
                if (_limits.Forbid)
                    _result.Report(_limits.IfIdle, "this host must not track connections, but connection tracking is in its kernel");
                _advice.Hidden();
                break;
            case ConntrackPresence.NotFound when _limits.Forbid:
                _result.CouldNotSee(_measured.Unseen[0], NagiosState.Unknown);
                break;
            default:
                _result.Summary = "connection tracking is not in the kernel";
                _result.Report(_limits.Forbid ? NagiosState.Ok : _limits.IfAbsent, _result.Summary);
                foreach (var unseen in _measured.Unseen)
                    _result.CouldNotSee(unseen);
                break;
        }
    }

    private void JudgeTables()
    {
        // Whoever asks for certain namespaces knows that there are others.
        var asksForAll = _limits.Namespaces.Count == 0;
        foreach (var unseen in _measured.Unseen)
            _result.CouldNotSee(unseen);
        if (_limits.Forbid)
            JudgeForbidden(asksForAll);
        JudgeFill();
        JudgeGrowth();
        JudgeLosses();
        JudgeBuckets();
        JudgeExpectations();
        _result.Graph(ConntrackSeries.Namespaces, _measured.Namespaces.Count);
        GraphNamespaces();
        _result.Summary = Summary(asksForAll);
    }

    private void JudgeForbidden(bool asksForAll)
    {
        var loaded = _measured.IsBuiltIn == true ? "built into the kernel" : "loaded";
        var tracking = FullestFirst(_spaces).FindAll(space => space.Entries != 0);
        if (tracking.Count > 0)
        {
            var others = tracking.Count > 1 ? $" and in {Namespaces(tracking.Count - 1, "more ")}" : "";
            var state = Report(_limits.IfTracking,
                $"this host must not track connections, but {tracking[0].Entries} are tracked{tracking[0].Where()}{others}");
            if (state != NagiosState.Ok)
                _advice.Tracks(tracking[0]);
            return;
        }

        if (Report(_limits.IfIdle, $"connection tracking is {loaded} and idle on a host that must not track",
                "no connection is tracked yet; it starts with the first firewall rule that looks at connection state, or with the first "
                + "packet where the module has the option enable_hooks=1") != NagiosState.Ok)
            _advice.IsIdle();
        // What cannot be seen may track.
        if (asksForAll && (_measured.UnseenNamespaces > 0 || _measured.OthersMayBeHidden))
            _result.Report(NagiosState.Unknown, $"{UnseenTables()}, so that nobody can tell whether connections are tracked there");
    }

    private string Summary(bool asksForAll)
    {
        var seen = FullestFirst(_spaces);
        if (seen.Count == 0)
            return "";
        var fullest = seen[0];
        var table = _measured.Maximum is > 0 and var maximum && !fullest.HasWrapped
            ? $"{Quantity.Human(Percent(fullest.Entries!.Value, maximum), Dimension.Percent)} full ({fullest.Entries} of {maximum})"
            : $"{fullest.Entries} connections tracked, no limit";
        var isPartial = asksForAll && (_measured.UnseenNamespaces > 0 || _measured.OthersMayBeHidden);
        var which = seen.Count > 1 ? $"fullest of {seen.Count} tables "
            : isPartial ? "own table only: "
            : table.EndsWith("limit", StringComparison.Ordinal) ? "" : "table ";
        var where = seen.Count == 1 || fullest.Entries > 0 ? fullest.Where() : "";
        return which + table + where + (isPartial ? $"; {UnseenTables()}" : "");
    }

    private string UnseenTables() =>
        _measured.UnseenNamespaces == 0
            ? "network namespaces of other users are not seen"
            : $"{Namespaces(_measured.UnseenNamespaces)} {(_measured.UnseenNamespaces == 1 ? "is" : "are")} not seen";

    private NagiosState Report(NagiosState state, string text, string? cause = null)
    {
        _result.Report(state, text, state == NagiosState.Ok ? null : cause);
        return state;
    }

    private static string Namespaces(int number, string more = "") => $"{number} {more}network namespace{(number == 1 ? "" : "s")}";

    private static double Percent(long part, long whole) => Math.Round(100d * part / whole, 2);
}
