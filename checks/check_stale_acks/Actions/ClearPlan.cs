namespace NagiosChecks.StaleAcks;

/// <summary>Which acknowledgements --clear removes: those that cover another problem now, so that the engine pages for the service
/// itself.</summary>
internal static class ClearPlan
{
    private const int TextLength = 300;

    /// <summary>The plan: first the notifications that earlier runs owe, then removals, newest change first, at most as many as
    /// allowed.</summary>
    public static IReadOnlyList<EngineDeed> For(EngineReport report, StaleAcksJudgement judgement, StaleAcksLimits limits,
        StaleAcksHistory history, double now)
    {
        var deeds = new List<EngineDeed>();
        if (limits.Clear.Count == 0)
            return deeds;
        foreach (var owed in history.Owed)
        {
            if (IsStillOwed(owed, report, history, now))
                deeds.Add(Notify(owed));
        }

        var removals = 0;
        foreach (var verdict in judgement.Verdicts)
        {
            if (Wants(verdict, limits) && !verdict.IsCleared(now) && removals++ < limits.ClearLimit)
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

    /// <summary>What must be remembered before the plan is carried out.</summary>
    public static IReadOnlyList<OwedNotification> Owed(IReadOnlyList<EngineDeed> plan, double now)
    {
        var owed = new List<OwedNotification>();
        foreach (var deed in plan)
        {
            if (deed.Kind is DeedKind.Clear or DeedKind.Notify)
                owed.Add(Owed(deed, now));
        }

        return owed;
    }

    /// <summary>The notification of a deed that failed to send it.</summary>
    public static OwedNotification Owed(EngineDeed deed, double now) => new(deed.About, deed.Why, deed.State, Math.Floor(now));

    // An acknowledgement that stands was not removed, or somebody gave it anew: then nothing is owed. An engine may show one that it has
    // removed until it writes its status anew.
    private static bool IsStillOwed(OwedNotification owed, EngineReport report, StaleAcksHistory history, double now)
    {
        if (now - owed.Since >= OwedNotification.Lifetime)
            return false;
        foreach (var problem in report.Problems)
        {
            if (problem.About == owed.About)
                return history.Sights.GetValueOrDefault(owed.About) is { } sight && sight.IsCleared(now)
                    && sight.IsSameAcknowledgement(problem);
        }

        return true;
    }

    // The notification comes before the comment: without the one nobody is paged, without the other nobody is told why.
    private static EngineDeed Clear(AcknowledgementVerdict verdict, double now)
    {
        var why = EngineText.Clean(AcknowledgementText.Describe(verdict, now), TextLength);
        var about = verdict.Problem.About;
        return new EngineDeed(DeedKind.Clear, about, why,
        [
            new EngineAction(EngineActionKind.RemoveAcknowledgement, about),
            new EngineAction(EngineActionKind.Notify, about, Text(why)),
            new EngineAction(EngineActionKind.AddComment, about, Text(why)),
        ]) { State = verdict.State };
    }

    private static EngineDeed Notify(OwedNotification owed) => new(DeedKind.Notify, owed.About, owed.Text,
        [new EngineAction(EngineActionKind.Notify, owed.About, Text(owed.Text))]) { State = owed.State };

    private static string Text(string why) => $"acknowledgement removed: {why}";
}
