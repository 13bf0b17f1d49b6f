using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>A comment that an acknowledgement left behind on a problem that is not acknowledged now: the engine pages, but whoever
/// reads the comment believes that it does not.</summary>
internal sealed record LeftoverComment(Checkable About, NagiosState State, string Author, string Comment, double WrittenAt)
{
    /// <summary>What the filters look at.</summary>
    public AcknowledgedProblem AsProblem() => new() { Host = About.Host, Service = About.Service, State = State, Author = Author };
}
