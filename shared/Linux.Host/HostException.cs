namespace Linux.Host;

/// <summary>
/// Something on this host could not be read. The message is one sentence for an operator: what was read and what happened.
/// Nagios.Plugin's CheckHost shows it as the text of an UNKNOWN result.
/// </summary>
public sealed class HostException : Exception
{
    /// <summary>A failure in an operator's words, on one line.</summary>
    public HostException(string message)
        : base(message)
    {
    }

    /// <summary>A failure in an operator's words, on one line, with what caused it.</summary>
    public HostException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
