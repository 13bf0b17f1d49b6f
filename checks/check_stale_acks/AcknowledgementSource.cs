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

    /// <summary>The command that removes an acknowledgement in this engine, ready for a shell.</summary>
    public abstract string ClearCommand(AcknowledgedProblem problem);

    /// <summary>A word for the shell that stands for exactly this text.</summary>
    protected static string ShellWord(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
