using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Why an engine is asked to do something.</summary>
internal enum DeedKind
{
    /// <summary>--clear: an acknowledgement that no longer covers its problem.</summary>
    Clear,

    /// <summary>--clear: the notification that an earlier run owes, because the acknowledgement was removed and the notification was
    /// refused, or nobody saw the end of that run.</summary>
    Notify,

    /// <summary>--submit: a passive result.</summary>
    Submit,

    /// <summary>--remove: the operator asked for it.</summary>
    Remove,
}

/// <summary>An action that the engine did not take.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Reason">Why it was not done, a sentence.</param>
internal sealed record FailedAction(EngineActionKind Kind, string Reason);

/// <summary>Actions that belong together and are told together.</summary>
/// <param name="Kind">Why.</param>
/// <param name="About">The acknowledged thing, or the passive service.</param>
/// <param name="Why">The reason, a sentence.</param>
/// <param name="Actions">In this order. When the first fails, nothing else is asked for; when a later one fails, the rest is.</param>
internal sealed record EngineDeed(DeedKind Kind, Checkable About, string Why, IReadOnlyList<EngineAction> Actions)
{
    /// <summary>How bad the finding is that it is about: what nobody is told when the notification fails.</summary>
    public NagiosState State { get; init; }

    /// <summary>What a passive result is remembered by: its state and text without ages.</summary>
    public string Signature { get; init; } = "";

    /// <summary>What the engine did not do; empty when it did all.</summary>
    public IReadOnlyList<FailedAction> Failed { get; init; } = [];

    /// <summary>True when it was only planned.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>True when the engine took the first action: the acknowledgement is removed, the result handed in.</summary>
    public bool IsDone => !IsDryRun && ReasonOf(Actions[0].Kind) is null;

    /// <summary>True when an acknowledgement may be gone and nobody was notified. A removal that failed counts too: the engine may have
    /// done it and its answer been lost, and the next run sees that.</summary>
    public bool OwesNotification => !IsDryRun && Kind is DeedKind.Clear or DeedKind.Notify
        && (!IsDone || ReasonOf(EngineActionKind.Notify) is not null);

    /// <summary>Why an action was not done; null when it was.</summary>
    public string? ReasonOf(EngineActionKind kind)
    {
        foreach (var failed in Failed)
        {
            if (failed.Kind == kind)
                return failed.Reason;
        }

        return null;
    }

    /// <summary>Has the engine do it.</summary>
    public EngineDeed Done(AcknowledgementSource source, CheckRun run, bool isDryRun)
    {
        if (isDryRun)
            return this with { IsDryRun = true };
        var failed = new List<FailedAction>();
        for (var index = 0; index < Actions.Count; index++)
        {
            try
            {
                source.Act(Actions[index], run);
            }
            catch (CheckException failure)
            {
                failed.Add(new FailedAction(Actions[index].Kind, failure.Message));
                if (index == 0)
                    break;
            }
        }

        return this with { Failed = failed };
    }
}
