namespace Nagios.Plugin;

/// <summary>
/// This check has nothing to look at on this host (no MySQL here, no engine here). Ends in the state of
/// <c>--if-not-applicable</c> (default UNKNOWN); triage shows the reason as a dim line.
/// </summary>
public sealed class CheckNotApplicableException : Exception
{
    /// <summary>The reason in an operator's words, on one line.</summary>
    public CheckNotApplicableException(string reason)
        : base(reason)
    {
    }
}
