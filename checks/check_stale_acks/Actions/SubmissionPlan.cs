using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// Passive results for --submit: each host, or each acknowledged service, gets a service of its own for what is stale there, so that one
/// finding never hides the next. A result is handed in when it differs from the last one, and OK when nothing is stale there any more.
/// </summary>
internal static class SubmissionPlan
{
    private const int TextLength = 400;

    /// <summary>The results to hand in.</summary>
    public static IReadOnlyList<EngineDeed> For(StaleAcksJudgement judgement, StaleAcksLimits limits, StaleAcksHistory history, double now)
    {
        var deeds = new List<EngineDeed>();
        if (limits.Submit is not { } pattern)
            return deeds;
        var wanted = new Dictionary<Checkable, List<AcknowledgementVerdict>>();
        foreach (var verdict in judgement.Verdicts)
        {
            if (verdict.State == NagiosState.Ok || !verdict.Problem.HasExactName)
                continue;
            var target = new Checkable(verdict.Problem.Host, pattern.Replace(
                "%s", verdict.Problem.Service ?? "host", StringComparison.Ordinal));
            if (!wanted.TryGetValue(target, out var list))
                wanted[target] = list = [];
            list.Add(verdict);
        }

        foreach (var (target, verdicts) in wanted)
            AddIfChanged(deeds, target, verdicts, history, now);
        foreach (var (target, last) in history.Submitted)
        {
            if (!wanted.ContainsKey(target) && last.Length > 0)
                deeds.Add(Result(target, NagiosState.Ok, $"no stale acknowledgement on {target.Host}", ""));
        }

        return deeds;
    }

    private static void AddIfChanged(List<EngineDeed> deeds, Checkable target, List<AcknowledgementVerdict> verdicts,
        StaleAcksHistory history, double now)
    {
        var signature = string.Join('\n', verdicts.Select(Signature).Order(StringComparer.Ordinal));
        if (history.Submitted.GetValueOrDefault(target) == signature)
            return;
        var state = NagiosState.Ok;
        foreach (var verdict in verdicts)
            state = NagiosStates.Worst(state, verdict.State);
        var more = verdicts.Count > 1 ? $" (+{verdicts.Count - 1} more on this host)" : "";
        deeds.Add(Result(target, state, $"{AcknowledgementText.Describe(verdicts[0], now)}{more}", signature));
    }

    // Not its age: the same finding is not handed in again because a minute has passed.
    private static string Signature(AcknowledgementVerdict verdict) =>
        $"{verdict.Problem.Service} {verdict.State} {string.Join(' ', verdict.Classes.Select(found => found.Class.Label()))} "
            + $"{verdict.Next.Found}";

    private static EngineDeed Result(Checkable target, NagiosState state, string text, string signature)
    {
        var output = EngineText.Clean($"{state.Word()} - {text}", TextLength);
        return new EngineDeed(DeedKind.Submit, target, output,
            [new EngineAction(EngineActionKind.SubmitResult, target, output, state)]) { Signature = signature };
    }
}
