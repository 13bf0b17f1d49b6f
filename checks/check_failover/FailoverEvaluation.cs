using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>The verdict over a tree. Pure: everything that was read is an argument.</summary>
internal static class FailoverEvaluation
{
    private const int MostNamed = 8;

    /// <summary>Judges what was read.</summary>
    public static NagiosCheckResult Judge(FailoverMeasurement measurement, FailoverLimits limits, ClockReading now)
    {
        var verdict = FailoverVerdict.Of(measurement.Tree, limits);
        var tree = verdict.Tree;
        var result = new NagiosCheckResult(
            FailoverCheck.ResultName, FailoverSeries.All) { NotApplicable = NothingToJudge(measurement, tree) };
        if (result.NotApplicable is not null)
        {
            result.Summary = result.NotApplicable;
            return result;
        }

        var plan = FailoverPlan.Of(verdict);
        ReportWhole(result, verdict, plan, limits);
        foreach (var server in measurement.Reading.Servers)
        {
            foreach (var (unseen, state) in MissingRights.Of(server))
                result.CouldNotSee(unseen, state);
        }

        foreach (var replica in tree.Replicas)
            Report(result, replica);
        foreach (var name in tree.DownBeside)
            result.Note($"{name} does not answer, and nobody follows it");
        Graph(result, verdict);
        result.Headline = result.State == NagiosState.Ok ? null : FailoverText.Headline(verdict, plan, result);
        result.Summary = FailoverText.Summary(verdict);
        FailoverAdvice.Advise(result, verdict, measurement, plan, new PlanRequest(limits.IsPlanWanted, Age(measurement, now)));
        foreach (var note in measurement.Reading.Notes)
            result.Note(note);
        result.Data = json => FailoverJson.Write(json, measurement, verdict, plan);
        return result;
    }

    private static string? NothingToJudge(FailoverMeasurement measurement, FailoverTree tree) =>
        tree.Replicas.Count == 0 && tree.NotAsked.Count == 0
            ? $"{measurement.Reading.Servers[0].Server} has no replica and is none: there is nobody to fail over to" : null;

    // What decides before the replicas are looked at one by one.
    private static void ReportWhole(NagiosCheckResult result, FailoverVerdict verdict, FailoverPlan plan, FailoverLimits limits)
    {
        var tree = verdict.Tree;
        if (tree.NotAsked.Count > 0)
        {
            var due = tree.Condition == SourceCondition.Gone ? $"the source {tree.SourceName} is gone, and "
                : tree.Condition == SourceCondition.Wedged ? $"the source {tree.SourceName} is wedged on a full binlog disk, and " : "";
            result.Report(limits.IfNotAsked, $"{due}not asked: {FailoverText.List(tree.NotAsked, MostNamed)}",
                "who was not asked may hold more than the others, so that nobody can be chosen");
            return;
        }

        if (tree.IsFailoverDue)
            result.Report(NagiosState.Critical, FailoverText.Due(verdict, plan));
        else if (verdict.Candidates.Count == 0)
            result.Report(NagiosState.Critical, $"no replica of {tree.SourceName} can take over");
        else if (verdict.Ready < limits.Ready)
            result.Report(NagiosState.Warning, FailoverText.TooFew(verdict, limits.Ready));
        if (tree.IsRing)
            result.Report(NagiosState.Warning, $"{tree.SourceName} and {tree.Source!.Sources[0]?.Name} follow each other (a ring)");
    }

    private static void Report(NagiosCheckResult result, FailoverReplica replica)
    {
        if (replica.Reasons.Count == 0)
        {
            result.Report(NagiosState.Ok, $"{replica.Name} can take over");
            return;
        }

        var worst = NagiosState.Ok;
        foreach (var reason in replica.Reasons)
            worst = NagiosStates.Worst(worst, reason.State);
        result.Report(worst, $"{replica.Name}: {FailoverText.Reasons(replica)}");
    }

    private static void Graph(NagiosCheckResult result, FailoverVerdict verdict)
    {
        result.Graph(FailoverSeries.Ready, verdict.Ready);
        result.Graph(FailoverSeries.Candidates, verdict.Candidates.Count);
        result.Graph(FailoverSeries.Replicas, verdict.Tree.Replicas.Count);
        result.Graph(FailoverSeries.NotAsked, verdict.Tree.NotAsked.Count);
    }

    // Seconds between the reading and now; null where a recording does not say when it was made.
    private static string Age(FailoverMeasurement measurement, ClockReading now) =>
        measurement.Reading.At is not { } at ? "at an unknown time"
        : string.Create(CultureInfo.InvariantCulture, $"at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, ")
            + $"{Quantity.Human(Math.Max(0, now.WallSeconds - at.ToUnixTimeSeconds()), Dimension.Duration)} ago";
}
