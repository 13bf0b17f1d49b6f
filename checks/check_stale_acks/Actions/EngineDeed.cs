using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Why an engine is asked to do something.</summary>
internal enum DeedKind
{
    /// <summary>--clear: an acknowledgement that no longer covers its problem.</summary>
    Clear,

    /// <summary>--submit: a passive result.</summary>
    Submit,

    /// <summary>--remove: the operator asked for it.</summary>
    Remove,
}

/// <summary>Something that belongs together: asked for as a whole, and told as a whole.</summary>
/// <param name="Kind">Why.</param>
/// <param name="About">The acknowledged thing, or the passive service.</param>
/// <param name="Why">The reason, a sentence.</param>
/// <param name="Actions">In this order; the first that fails ends it.</param>
internal sealed record EngineDeed(DeedKind Kind, Checkable About, string Why, IReadOnlyList<EngineAction> Actions)
{
    /// <summary>What a passive result is remembered by: its state and text without ages.</summary>
    public string Signature { get; init; } = "";

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>True when it was only planned.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Has the engine do it.</summary>
    public EngineDeed Done(AcknowledgementSource source, CheckRun run, bool isDryRun)
    {
        if (isDryRun)
            return this with { IsDryRun = true };
        try
        {
            foreach (var action in Actions)
                source.Act(action, run);
            return this;
        }
        catch (CheckException failure)
        {
            return this with { Failure = failure.Message };
        }
    }
}
