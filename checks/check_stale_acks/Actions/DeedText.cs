using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What is said about what the engine was asked to do: which part was done and which was not.</summary>
internal static class DeedText
{
    private const int Shown = 3;

    /// <summary>Reports every deed: what was done as a note, what failed as a finding.</summary>
    public static void Report(NagiosCheckResult result, IReadOnlyList<EngineDeed> deeds)
    {
        foreach (var deed in deeds)
        {
            if (deed.Failed.Count == 0)
            {
                result.Note($"{(deed.IsDryRun ? "would have been done (--dry-run): " : "")}{Verb(deed)} "
                    + $"{AcknowledgementText.Name(deed.About.Name)}: {deed.Why}");
                continue;
            }

            result.Report(StateOf(deed), Failure(deed), IsUnheard(deed) ? deed.Why : null);
            if (IsUnheard(deed))
                result.Advise($"Tell who is on duty about {AcknowledgementText.Name(deed.About.Name)}: its acknowledgement is removed, and "
                    + $"the engine has notified nobody. The next run with --clear asks for the notification again, for a day");
        }
    }

    /// <summary>What stands before the first line's own sentence: removals that nobody was notified of, and those that are
    /// complete.</summary>
    public static string Lead(IReadOnlyList<EngineDeed> deeds)
    {
        var unheard = "";
        var done = new List<string>();
        foreach (var deed in deeds)
        {
            if (IsUnheard(deed))
                unheard += Failure(deed) + "; ";
            else if (deed is { Kind: DeedKind.Clear, IsDone: true })
                done.Add(AcknowledgementText.Name(deed.About.Name));
        }

        return unheard + (done.Count == 0 ? "" : $"removed {AcknowledgementText.Count(done.Count, "acknowledgement")} and asked for a "
            + $"notification: {string.Join(", ", done.Take(Shown))}; ");
    }

    private static bool IsUnheard(EngineDeed deed) => deed.ReasonOf(EngineActionKind.Notify) is not null;

    private static NagiosState StateOf(EngineDeed deed) =>
        IsUnheard(deed) ? NagiosStates.Worst(NagiosState.Warning, deed.State) : NagiosState.Warning;

    private static string Failure(EngineDeed deed)
    {
        var name = AcknowledgementText.Name(deed.About.Name);
        if (deed.ReasonOf(EngineActionKind.Notify) is { } unheard)
            return $"the acknowledgement of {name} is removed, but nobody was notified: {unheard}";
        if (deed.ReasonOf(EngineActionKind.AddComment) is { } noComment)
            return $"the acknowledgement of {name} is removed and a notification asked for, but the comment that says why was not added: "
                + noComment;
        return $"{Verb(deed)} {name} failed: {deed.Failed[0].Reason}";
    }

    private static string Verb(EngineDeed deed) => deed.Kind switch
    {
        DeedKind.Submit => "submitting a result to",
        DeedKind.Notify => "asking for the notification that an earlier run owed about",
        _ => "removing the acknowledgement of",
    };
}
