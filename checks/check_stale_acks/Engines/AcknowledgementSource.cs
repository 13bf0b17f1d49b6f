using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>One way to an engine's acknowledgements: the only part of the check that knows which engine it is.</summary>
internal abstract class AcknowledgementSource
{
    /// <summary>What is read, as the operator knows it: a path, a socket, a URL without credentials.</summary>
    public abstract string Where { get; }

    /// <summary>What the memory of this source goes by: all runs that see the same acknowledgements have the same.</summary>
    public virtual string MemoryKey => Where;

    /// <summary>Reads everything that is acknowledged.</summary>
    /// <param name="run">Names the stage for a timeout.</param>
    /// <exception cref="CheckException">Not readable, not answering, stale, half-written, not allowed: names the remedy.</exception>
    public abstract EngineReport Read(CheckRun run);

    /// <summary>Has the engine do something.</summary>
    /// <exception cref="CheckException">It refuses or cannot be reached: names the remedy.</exception>
    public abstract void Act(EngineAction action, CheckRun run);

    /// <summary>The command that removes an acknowledgement in this engine, ready for a shell; null where no command can name the
    /// thing.</summary>
    public ShellCommand? ClearCommand(AcknowledgedProblem problem) => problem.HasExactName ? Clear(problem.About) : null;

    /// <summary>What the account needs for <see cref="ClearCommand"/>; null for nothing that must be said.</summary>
    public virtual string? ClearPermission => null;

    /// <summary>The command that removes an acknowledgement.</summary>
    protected abstract ShellCommand Clear(Checkable about);
}
