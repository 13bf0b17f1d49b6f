using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>How full the tables are, how soon the first is full, and what is shared by all of them.</summary>
internal sealed partial class ConntrackEvaluation
{
    private const int NamespacesNamed = 20;
    private const int NamespacesGraphed = 10;
    private const double LongestForecastSeconds = 366d * 86400;

    private void JudgeFill()
    {
        var seen = FullestFirst(_spaces);
        if (seen.Count == 0)
        {
            _result.Report(NagiosState.Unknown, "the number of tracked connections cannot be seen");
            return;
        }

        foreach (var space in seen.Where(space => space.HasWrapped))
            JudgeWrapped(space);
        var counted = seen.FindAll(space => !space.HasWrapped);
        if (_measured.Maximum is not { } maximum)
            _result.Report(NagiosState.Unknown, "nf_conntrack_max cannot be read, so the fill of the table cannot be judged");
        else if (maximum == 0)
            _result.Note("nf_conntrack_max is 0: the kernel sets no limit, only memory does");
        else
            JudgeFills(counted, maximum);

        if (counted.Count == 0)
            return;
        var entries = counted[0].Entries!.Value;
        var series = ConntrackSeries.Entries with { Maximum = _measured.Maximum > 0 ? _measured.Maximum : null };
        var text = $"{entries} connection{(entries == 1 ? "" : "s")} tracked{counted[0].WhereInShort()}";
        if (_result.Measure(series, entries, _limits.Entries, text) != NagiosState.Ok)
            _advice.IsFull(counted[0]);
    }

    private void JudgeWrapped(ConntrackNamespace space)
    {
        var refuses = _measured.Maximum != 0;
        _result.Report(refuses ? NagiosState.Critical : NagiosState.Warning,
            $"the kernel's count of tracked connections has wrapped below zero ({space.Entries}){space.Where()}",
            refuses
                ? "the kernel compares the count without its sign, so it is above any limit: it refuses every new connection"
                : "it does no harm while nf_conntrack_max is 0, which means no limit");
        _advice.HasWrapped(space);
    }

    private void JudgeFills(List<ConntrackNamespace> seen, long maximum)
    {
        var (unnamed, worstUnnamed) = (0, NagiosState.Ok);
        for (var index = 0; index < seen.Count; index++)
        {
            var space = seen[index];
            var fill = Percent(space.Entries!.Value, maximum);
            var previous = _history.FillStates.Of(space);
            var text = $"table {Quantity.Human(fill, Dimension.Percent)} full ({space.Entries} of {maximum}){space.Where()}";
            string? Held(NagiosState state) => state != _limits.Fill.Judge(fill) ? "held by --hysteresis until it has fallen "
                + "further" : null;
            var state = index == 0
                ? _result.Measure(ConntrackSeries.Fill, fill, _limits.Fill, new Hysteresis(previous, _limits.HysteresisPercent), text, Held)
                : _limits.Fill.Judge(fill, previous, _limits.HysteresisPercent);
            if (state == NagiosState.Ok)
                continue;
            _fillStates[space.Identity] = state.Word();
            _advice.IsFull(space);
            if (index >= NamespacesNamed)
                (unnamed, worstUnnamed) = (unnamed + 1, NagiosStates.Worst(worstUnnamed, state));
            else if (index > 0)
                _result.Report(state, text, Held(state));
        }

        if (unnamed > 0)
            _result.Report(worstUnnamed, $"{unnamed} more namespaces above the limits");
    }

    private void JudgeGrowth()
    {
        if (_measured.Maximum is not (> 0 and var maximum))
            return;
        (ConntrackNamespace? Space, double Growth, double Seconds, bool IsJudged) soonest = default;
        foreach (var space in _spaces)
        {
            if (space.Entries is not (>= 0 and var entries) || entries >= maximum || GrowthPerSecond(space) is not (> 0 and var growth))
                continue;
            var seconds = Math.Round((maximum - entries) / growth);
            // A table that is nearly empty may fill sooner by its last minute's growth, but it is not judged yet.
            var judged = Percent(entries, maximum) >= _limits.TimeToFullFromPercent;
            if (soonest.Space is null || (judged && !soonest.IsJudged) || (judged == soonest.IsJudged && seconds < soonest.Seconds))
                soonest = (space, growth, seconds, judged);
        }

        if (soonest.Space is null || soonest.Seconds > LongestForecastSeconds)
            return;
        var thresholds = soonest.IsJudged ? _limits.TimeToFullSeconds : Thresholds.None;
        var text = $"full in {Quantity.Human(soonest.Seconds, Dimension.Duration)} at {Quantity.HumanNumber(soonest.Growth)} new entries/s"
            + soonest.Space.WhereInShort();
        if (_result.Measure(ConntrackSeries.TimeToFull, soonest.Seconds, thresholds, text) != NagiosState.Ok)
            _advice.IsFull(soonest.Space);
    }

    // The growth of the last minute, but only while the table still grows: a growth that has ended fills nothing any more.
    private double? GrowthPerSecond(ConntrackNamespace space)
    {
        if (_history.GrowthReference(space, _now) is not { } reference || _history.Newest(space) is not { } newest)
            return null;
        var entries = space.Entries!.Value;
        return entries <= newest.Of(space)!.Entries
            ? null
            : (entries - reference.Of(space)!.Entries) / (_now.BootSeconds - reference.BootSeconds);
    }

    private void JudgeBuckets()
    {
        if (_measured.Buckets is not (> 0 and var buckets))
            return;
        var load = Math.Round((double)_measured.TotalEntries / buckets, 3);
        var text = $"{Quantity.HumanNumber(load)} entries per hash bucket ({_measured.TotalEntries} in {buckets})";
        const string Cause = "every packet walks a chain that long; nf_conntrack_buckets is too small for this table";
        if (_result.Measure(ConntrackSeries.BucketLoad, load, _limits.BucketLoad, text, Cause) != NagiosState.Ok)
            _advice.HashIsTooSmall();
    }

    private void JudgeExpectations()
    {
        ConntrackNamespace? fullest = null;
        foreach (var space in _spaces)
        {
            if (space.Statistics?.Expectations is { } open && open > (fullest?.Statistics?.Expectations ?? -1))
                fullest = space;
        }

        if (fullest?.Statistics?.Expectations is not { } expectations || _measured.ExpectMaximum is not (> 0 and var maximum))
            return;
        var fill = Percent(expectations, maximum);
        var text = $"expectation table {Quantity.Human(fill, Dimension.Percent)} full ({expectations} of "
            + $"{maximum}){fullest.WhereInShort()}";
        const string Cause = "a helper (FTP, SIP, TFTP and others) announces connections faster than they come";
        if (_result.Measure(ConntrackSeries.ExpectFill, fill, _limits.ExpectFill, text, Cause) != NagiosState.Ok)
            _advice.ExpectationsAreFull(fullest);
    }

    private void GraphNamespaces()
    {
        foreach (var (label, space) in Graphed())
            _result.Graph(ConntrackSeries.NamespaceEntries.Of(label), space is { HasWrapped: false } ? space.Entries : null);
    }

    // Some graphing tools stop for ever when the items of a service change. So only namespaces that stay are graphed by themselves:
    // those that somebody has named, unless a container runtime made the name up for one container.
    private List<(string Label, ConntrackNamespace? Space)> Graphed()
    {
        if (_limits.Graph.Count > 0)
            return [.. _limits.Graph.Select(word => (word, _measured.Namespaces.FirstOrDefault(space => space.Matches(word))))];
        var named = _spaces.FindAll(space => space is { IsOwn: false, Name: { } name } && !IsMadeUp(name));
        if (named.Count is 0 or > NamespacesGraphed)
            return [];
        var own = _spaces.Where(space => space.IsOwn).Take(1);
        return [.. own.Concat(named).Select(space => (space.Label, (ConntrackNamespace?)space))];
    }

    // cni-UUID (containerd), a bare UUID (CRI-O), netns-UUID (Podman), twelve hexadecimal digits (Docker).
    private static bool IsMadeUp(string name)
    {
        var id = name.StartsWith("cni-", StringComparison.Ordinal) ? name[4..]
            : name.StartsWith("netns-", StringComparison.Ordinal) ? name[6..]
            : name;
        return Guid.TryParse(id, out _) || (id.Length == 12 && id.All(char.IsAsciiHexDigit));
    }
}
