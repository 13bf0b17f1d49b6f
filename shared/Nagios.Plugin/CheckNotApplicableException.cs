namespace Nagios.Plugin;

/// <summary>
/// This check has nothing to look at on this host (no MySQL here, no engine here). A probe or an evaluation throws it, and nothing
/// else says so. The run ends in the state of <c>--if-not-applicable</c> (default UNKNOWN); triage shows the reason as a dim line.
/// </summary>
public sealed class CheckNotApplicableException : Exception
{
    /// <summary>The reason in an operator's words, on one line.</summary>
    public CheckNotApplicableException(string reason)
        : base(reason)
    {
    }

    /// <summary>The state where an option of the check decides it, such as <c>--if-not-replica</c>; null leaves it to
    /// <c>--if-not-applicable</c>.</summary>
    public NagiosState? State { get; init; }
}
