using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>What the kernel's counters say was lost since an earlier sample, each cause a finding of its own.</summary>
internal sealed partial class ConntrackEvaluation
{
    // One clash in a few seconds is ordinary on a busy host, so clashes are judged by their rate over a minute at least.
    private const double ShortestClashSpanSeconds = 60;
    private const double SmallestRate = 0.001;
    private const double NearlyFullPercent = 80;

    private sealed record SpaceLosses(ConntrackNamespace Space, ConntrackLosses Losses);

    // One cause of losses: what counts it, what is said about it, and what belongs to it.
    private sealed record LossKind(Series Series, Thresholds Thresholds, Func<ConntrackLosses, long> Count)
    {
        public bool IsAveraged { get; init; }

        public required Func<long, string> Text { get; init; }

        public required Func<ConntrackNamespace, string> Cause { get; init; }

        public required Action<ConntrackNamespace> Advise { get; init; }
    }

    private void JudgeLosses()
    {
        var counted = _spaces.FindAll(space => space.Statistics is not null);
        var losses = new List<SpaceLosses>();
        var (span, earlier) = (0d, 0L);
        foreach (var space in counted)
        {
            if (_history.LossReference(space, _now, _limits.WindowSeconds) is not { } reference)
            {
                earlier += space.Statistics!.Value.Drop;
                continue;
            }

            span = Math.Max(span, _now.BootSeconds - reference.BootSeconds);
            losses.Add(new SpaceLosses(space, ConntrackLosses.Between(
                reference.Of(space)!, space.Statistics!.Value, _measured.ClashCounting, WasNearlyFull(space, reference))));
        }

        if (earlier > 0)
        {
            _result.Note($"{Packets(earlier)} {(earlier == 1 ? "was" : "were")} dropped in namespaces that this check sees for the first "
                + $"time; "
                + "the next run tells whether it goes on");
        }

        if (losses.Count > 0)
            JudgeLosses(losses, span);
    }

    private bool WasNearlyFull(ConntrackNamespace space, ConntrackSample since) =>
        ConntrackLosses.IsNearlyFull(space.Entries, _measured.Maximum)
        || _history.Samples.Any(sample => sample.BootSeconds >= since.BootSeconds
            && ConntrackLosses.IsNearlyFull(sample.Of(space)?.Entries, _measured.Maximum));

    private void JudgeLosses(List<SpaceLosses> losses, double span)
    {
        foreach (var kind in Kinds(losses.Exists(one => one.Losses.ChainTooLong is not null)))
            JudgeLoss(kind, losses, kind.IsAveraged ? Math.Max(span, ShortestClashSpanSeconds) : span);
        NoteResolved(losses);
    }

    private IEnumerable<LossKind> Kinds(bool countsChains)
    {
        yield return new LossKind(ConntrackSeries.DropRate, _limits.DropsPerSecond, one => one.TableFull)
        {
            Text = total => $"{Packets(total)} dropped because the table was full",
            Cause = TableFullCause,
            Advise = _advice.IsFull,
        };
        yield return new LossKind(ConntrackSeries.ClashRate, _limits.ClashesPerSecond, one => one.Clash)
        {
            IsAveraged = true,
            Text = total => $"{Packets(total)} lost because their entries clashed",
            Cause = _ => "NAT has no free port left towards a destination, or packets of one flow race each other (DNS); a higher limit "
                + "helps neither",
            Advise = _advice.Clashes,
        };
        if (countsChains)
        {
            yield return new LossKind(ConntrackSeries.ChainRate, _limits.ChainDropsPerSecond, one => one.ChainTooLong ?? 0)
            {
                Text = total => $"{Packets(total)} dropped because their hash chain was too long",
                Cause = _ => "the kernel's hash is too small for this table; a higher limit makes the chains longer",
                Advise = _ => _advice.HashIsTooSmall(),
            };
        }

        yield return new LossKind(ConntrackSeries.EarlyDropRate, _limits.EarlyDropsPerSecond, one => one.EarlyDrop)
        {
            Text = total => $"{Entries(total)} thrown out early to make room",
            Cause = _ => "a table is or was full: the kernel gives up connections that have not had an answer yet",
            Advise = _advice.IsFull,
        };
        yield return new LossKind(ConntrackSeries.InsertFailedRate, _limits.InsertFailedPerSecond, one => one.InsertFailed)
        {
            Text = total => $"{Entries(total)} not inserted (insert_failed)",
            Cause = _ => "their entries clashed with others; the kernel resolves most clashes without a loss",
            Advise = _advice.Clashes,
        };
    }

    private void JudgeLoss(LossKind kind, List<SpaceLosses> losses, double span)
    {
        var (total, most, others) = (0L, 0L, -1);
        ConntrackNamespace? worst = null;
        foreach (var (space, lost) in losses.Select(one => (one.Space, kind.Count(one.Losses))))
        {
            total += lost;
            others += lost > 0 ? 1 : 0;
            if (lost > most)
                (worst, most) = (space, lost);
        }

        // One value is judged, graphed and explained; a single loss over weeks must not be rounded down to none.
        var rate = total == 0 ? 0 : Math.Max(Math.Round(total / span, 3), SmallestRate);
        var where = worst is null ? "" : worst.WhereInShort() + (others > 0 ? $" and in {Namespaces(others, "more ")}" : "");
        var since = $"in the last {Quantity.Human(Math.Round(span), Dimension.Duration)}";
        var text = $"{kind.Text(total)} {since}{(total == 0 ? "" : $" ({Quantity.HumanNumber(rate)}/s)")}{where}";
        var state = _result.Measure(kind.Series, rate, kind.Thresholds, text, worst is null ? null : kind.Cause(worst));
        if (state != NagiosState.Ok && worst is not null)
            kind.Advise(worst);
    }

    // A table that is not full now, beside drops because it was full, must not leave the reader to guess which one is wrong.
    private string TableFullCause(ConntrackNamespace space)
    {
        const string Log = "the kernel logs it as \"nf_conntrack: table full, dropping packet\"";
        if (_measured.Maximum is not (> 0 and var maximum) || space.Entries is not (>= 0 and var entries))
            return Log;
        var fill = Percent(entries, maximum);
        return fill >= NearlyFullPercent
            ? Log
            : $"{Log}; the table is {Quantity.Human(fill, Dimension.Percent)} full now, so it was full in between, or the kernel had no "
                + $"memory for an entry";
    }

    private void NoteResolved(List<SpaceLosses> losses)
    {
        var resolved = 0L;
        foreach (var one in losses)
            resolved += one.Losses.Resolved;
        if (resolved > 0 && _measured.ClashCounting == ClashCounting.ResolvedCountToo)
        {
            _result.Note($"{Entries(resolved)} clashed and {(resolved == 1 ? "was" : "were")} not inserted; the kernel resolves such "
                + $"clashes since "
                + "Linux 4.7, and before that each was a lost packet");
        }
    }

    private static string Packets(long number) => $"{number} packet{(number == 1 ? "" : "s")}";

    private static string Entries(long number) => $"{number} {(number == 1 ? "entry" : "entries")}";
}
