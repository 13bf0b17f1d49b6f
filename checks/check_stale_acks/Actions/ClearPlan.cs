namespace NagiosChecks.StaleAcks;

/// <summary>Which acknowledgements --clear removes: those that cover another problem now, so that the engine pages for the service
/// itself.</summary>
internal static class ClearPlan
{
    private const int TextLength = 300;

    /// <summary>The plan, newest change first, at most as many as allowed.</summary>
    public static IReadOnlyList<EngineDeed> For(StaleAcksJudgement judgement, StaleAcksLimits limits, double now)
    {
        var deeds = new List<EngineDeed>();
        foreach (var verdict in judgement.Verdicts)
        {
            if (Wants(verdict, limits) && !verdict.IsCleared(now) && deeds.Count < limits.ClearLimit)
                deeds.Add(Clear(verdict, now));
        }

        return deeds;
    }

    /// <summary>True when an acknowledgement is of a class that is to be removed.</summary>
    public static bool Wants(AcknowledgementVerdict verdict, StaleAcksLimits limits) =>
        verdict.Problem.HasExactName && !verdict.IsIntended && verdict.Classes.Any(found => limits.Clear.Contains(found.Class));

    /// <summary>What --remove asks for.</summary>
    public static EngineDeed Remove(Checkable about) =>
        new(DeedKind.Remove, about, "asked for by --remove", [new EngineAction(EngineActionKind.RemoveAcknowledgement, about)]);

    private static EngineDeed Clear(AcknowledgementVerdict verdict, double now)
    {
        var why = EngineText.Clean(AcknowledgementText.Describe(verdict, now), TextLength);
        var text = $"acknowledgement removed: {why}";
        var about = verdict.Problem.About;
        return new EngineDeed(DeedKind.Clear, about, why,
        [
            new EngineAction(EngineActionKind.RemoveAcknowledgement, about),
            new EngineAction(EngineActionKind.AddComment, about, text),
            new EngineAction(EngineActionKind.Notify, about, text),
        ]);
    }
}
