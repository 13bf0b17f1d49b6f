using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>The verdict: which acknowledged problems are no longer the problem that was acknowledged?</summary>
internal static class StaleAcksEvaluation
{
    /// <summary>Judges what a run saw.</summary>
    public static Verdict<StaleAcksHistory> Judge(StaleAcksMeasurement measurement, StaleAcksLimits limits, StaleAcksHistory history,
        ClockReading clock)
    {
        var now = clock.WallSeconds;
        history = history.With(measurement.Others);
        var leftovers = measurement.Report.Leftovers.Where(leftover => limits.Filter.Lets(leftover.AsProblem())).ToList();
        measurement = measurement with { Report = measurement.Report with { Leftovers = leftovers } };
        var judgement = StaleAcksJudgement.Of(measurement.Report, limits, history, now);
        var result = new NagiosCheckResult(StaleAcksCheck.Text.Name, StaleAcksSeries.All);
        var reporter = new Reporter(result, measurement, limits, judgement, now);
        reporter.Graph();
        reporter.Report();
        reporter.Note();
        result.Data = json => StaleAcksJson.Write(json, measurement, judgement, now);
        if (limits.IsList)
            (result.Screen, result.IsScreenWhole) = (_ => AcknowledgementList.Lines(judgement), true);
        return new Verdict<StaleAcksHistory>(result, new StaleAcksHistory(Cleared(judgement, measurement, now),
            Submitted(history, measurement), Owed(history, measurement, limits, now)));
    }

    private static Dictionary<Checkable, FirstSight> Cleared(StaleAcksJudgement judgement, StaleAcksMeasurement measurement, double now)
    {
        var sights = new Dictionary<Checkable, FirstSight>(judgement.Sights);
        foreach (var deed in measurement.Deeds)
        {
            if (deed is { Kind: DeedKind.Clear, IsDone: true } && sights.TryGetValue(deed.About, out var sight))
                sights[deed.About] = sight with { ClearedAt = Math.Floor(now) };
        }

        return sights;
    }

    private static Dictionary<Checkable, string> Submitted(StaleAcksHistory history, StaleAcksMeasurement measurement)
    {
        var submitted = new Dictionary<Checkable, string>(history.Submitted);
        foreach (var deed in measurement.Deeds)
        {
            if (deed is not { Kind: DeedKind.Submit, IsDone: true })
                continue;
            if (deed.Signature.Length > 0)
                submitted[deed.About] = deed.Signature;
            else
                submitted.Remove(deed.About);
        }

        return submitted;
    }

    // A run that does not clear leaves what is owed to the one that does.
    private static List<OwedNotification> Owed(StaleAcksHistory history, StaleAcksMeasurement measurement, StaleAcksLimits limits,
        double now)
    {
        if (limits.Clear.Count == 0 || limits.IsDryRun)
            return [.. history.Owed.Where(owed => now - owed.Since < OwedNotification.Lifetime)];
        var owed = new List<OwedNotification>();
        foreach (var deed in measurement.Deeds)
        {
            if (deed.OwesNotification)
                owed.Add(history.Owed.FirstOrDefault(before => deed.Kind == DeedKind.Notify && before.About == deed.About)
                    ?? ClearPlan.Owed(deed, now));
        }

        return owed;
    }

    /// <summary>Puts a judgement into a result.</summary>
    private sealed class Reporter(NagiosCheckResult result, StaleAcksMeasurement measurement, StaleAcksLimits limits,
        StaleAcksJudgement judgement, double now)
    {
        private readonly HashSet<Checkable> _cleared =
            [.. measurement.Deeds.Where(deed => deed is { Kind: DeedKind.Clear, IsDone: true }).Select(deed => deed.About)];

        private List<AcknowledgementVerdict> Standing => [.. judgement.Verdicts.Where(IsStanding)];

        private bool IsStanding(AcknowledgementVerdict verdict) => !_cleared.Contains(verdict.Problem.About) && !verdict.IsCleared(now);

        public void Report()
        {
            ReportOwn();
            var standing = Standing;
            foreach (var verdict in judgement.Verdicts)
                result.Report(new Finding(IsStanding(verdict) ? verdict.State : NagiosState.Ok, () => (
                    AcknowledgementText.Describe(verdict, now), AcknowledgementText.Cause(verdict, measurement.Source))));

            foreach (var leftover in Leftovers)
                result.Report(limits.LeftoverComment, AcknowledgementText.Leftover(leftover, now),
                    $"\"{EngineText.Clean(leftover.Comment, 160)}\"");
            if (measurement.Report.NotificationsEnabled == false && limits.JudgesHousekeeping)
                result.Report(limits.StateOf(StaleClass.NotificationsOff),
                    "notifications are off in the whole engine: it pages nobody, acknowledged or not");
            ReportDeeds();
            if (judgement.Forgotten > 0)
                ReportUnknown($"{judgement.Forgotten} acknowledgements are more than this check remembers "
                    + $"({StaleAcksHistory.MaximumRemembered}): whether they still cover the same problem is not known");
            if (result.State == NagiosState.Ok)
                result.Summary = Deeds() + (limits.Remove is { } removed ? Removed(removed) : limits.IsBaseline ? Baseline()
                    : AcknowledgementText.Summary(judgement));
            else if (standing.Count > 0 && standing[0].Worst is not null)
                Lead(standing[0], standing);
        }

        public void Graph()
        {
            var oldest = judgement.Verdicts.Where(verdict => verdict.AgeCounts).Select(verdict => verdict.Age).DefaultIfEmpty(0).Max();
            _ = result.Judge(StaleAcksSeries.OldestAge, limits.JudgesHousekeeping ? Math.Round(oldest) : null, limits.Age);
            if (limits.Age.Contradiction is { } contradiction)
                result.Note(contradiction);
            result.Measure(StaleAcksSeries.Acknowledged, judgement.Verdicts.Count, limits.Count, AcknowledgementText.Count(
                judgement.Verdicts.Count, "acknowledgement"));
            result.Graph(StaleAcksSeries.Stale with { Maximum = judgement.Verdicts.Count }, Standing.Count(
                verdict => verdict.State != NagiosState.Ok));
            foreach (var stale in StaleClasses.All)
                result.Graph(StaleAcksSeries.Of(stale), limits.Judges(stale) ? judgement.Verdicts.Count(verdict =>
                    verdict.Classes.Any(found => found.Class == stale)) : null);
            result.Graph(StaleAcksSeries.LeftoverComments, limits.JudgesHousekeeping ? Leftovers.Count : null);
            result.Graph(StaleAcksSeries.SelfAcknowledged, judgement.Own.Count);
            result.Graph(StaleAcksSeries.NotComparable, judgement.Verdicts.Count(IsNotComparable));
            result.Graph(StaleAcksSeries.NotSeen, judgement.Verdicts.Count(IsNotSeen));
            result.Graph(StaleAcksSeries.InDowntime, judgement.Verdicts.Count(verdict => verdict.IsIntended));
        }

        public void Note()
        {
            foreach (var note in measurement.Report.Notes)
                result.Note(note);
            if (judgement.LeftOut > 0)
                result.Note($"{AcknowledgementText.Count(judgement.LeftOut, "acknowledgement")} left out by the filters");
            NoteMemories();
            var seen = judgement.Verdicts.Count(verdict => verdict.IsNew);
            if (seen > 0 && !limits.IsBaseline)
                result.Note($"{AcknowledgementText.Count(seen, "acknowledgement")} seen for the first time: what fails now is "
                    + $"remembered as what was acknowledged; no engine keeps what it was");
            var incomparable = judgement.Verdicts.Where(IsNotComparable).ToList();
            if (incomparable.Count > 0)
                result.Note($"{AcknowledgementText.Count(incomparable.Count, "acknowledgement")} cannot be compared, because the output "
                    + $"names nothing: "
                        + $"{AcknowledgementText.Name(incomparable[0].Problem.Name)}{(incomparable.Count > 1 ? " and others" : "")}");
        }

        // Whose memory a run by hand compares with, and since when; and whose it may not read, where that matters.
        private void NoteMemories()
        {
            foreach (var other in measurement.Others)
            {
                var used = judgement.Verdicts.Where(verdict => !verdict.IsNew && verdict.First.KeptIn == other.Directory).ToList();
                var unknown = judgement.Verdicts.Count(verdict => verdict.IsNew);
                if (used.Count > 0)
                    result.Note($"{AcknowledgementText.Count(used.Count, "acknowledgement")} compared with what {other.Owner} remembers in "
                        + $"{other.Directory}, since "
                            + $"{Quantity.Human(now - used.Min(verdict => verdict.First.SeenAt), Dimension.Duration)} ago");
                else if (other.History is null && unknown > 0)
                    result.Note($"what {other.Owner} remembers in {other.Directory} may not be read by this user: run the check as that "
                        + $"user "
                        + $"to compare with it");
            }
        }

        private IReadOnlyList<LeftoverComment> Leftovers => measurement.Report.Leftovers;

        private static bool IsNotComparable(AcknowledgementVerdict verdict) => !verdict.IsNew
            && verdict.Comparison?.CannotCompare is not null;

        private static bool IsNotSeen(AcknowledgementVerdict verdict) => verdict.Comparison is null
            && verdict.Problem.State != NagiosState.Ok;

        // Said first in whatever state the rest leaves: an acknowledgement goes when its service is OK, so a state of its own would keep it
        // for ever.
        private void ReportOwn()
        {
            var state = Standing.Count > 0 ? Standing[0].State : NagiosState.Ok;
            foreach (var verdict in judgement.Own)
                result.Report(state, AcknowledgementText.Own(verdict), AcknowledgementText.Cause(verdict, measurement.Source));
        }

        // The newest change stands first; a finding of another kind that is worse makes the first line itself.
        private void Lead(AcknowledgementVerdict worst, List<AcknowledgementVerdict> standing)
        {
            StaleAcksAdvice.Add(result, measurement, worst);
            if (worst.State != result.State)
                return;
            var self = judgement.Own.Count > 0 ? AcknowledgementText.Own(judgement.Own[0]) + "; " : "";
            result.Headline = $"{self}{Deeds()}{AcknowledgementText.Describe(worst, now)} ({AcknowledgementText.Counts(standing)})";
        }

        private void ReportDeeds()
        {
            DeedText.Report(result, measurement.Deeds);
            var left = Standing.Count(verdict => ClearPlan.Wants(verdict, limits)) - measurement.Deeds.Count(deed =>
                deed is { Kind: DeedKind.Clear, IsDone: false });
            if (left > 0)
                result.Note($"{AcknowledgementText.Count(left, "acknowledgement")} more to clear than --clear-limit {limits.ClearLimit} "
                    + $"allows in one run");
        }

        private string Deeds() => DeedText.Lead(measurement.Deeds);

        private string Removed(Checkable about) => $"{(limits.IsDryRun ? "would remove (--dry-run)" : "removed")} the acknowledgement "
            + $"of {AcknowledgementText.Name(about.Name)}; nobody is notified by that";

        private string Baseline() => $"baseline taken: "
            + $"{AcknowledgementText.Count(judgement.Verdicts.Count + judgement.LeftOut, "acknowledgement")} known from now on, only "
            + $"changes will be told";

        private void ReportUnknown(string text) => result.Report(NagiosState.Unknown, text);
    }
}
