namespace Nagios.Plugin;

/// <summary>
/// The one failure on purpose: the check could not look. Ends as UNKNOWN with this message, so the message is written for the
/// operator: what was read, what was found, what was expected, and which right or option is missing.
/// </summary>
public class CheckException : Exception
{
    /// <summary>A failure in an operator's words, on one line.</summary>
    public CheckException(string message)
        : base(message)
    {
    }

    /// <summary>A failure in an operator's words, on one line, with what caused it.</summary>
    public CheckException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What to do about it, one step per entry, shown under the first line.</summary>
    public IReadOnlyList<string> NextSteps { get; init; } = [];

    /// <summary>Misuse of an option: names it, quotes what was typed and says why it is refused.</summary>
    public static CheckException Usage(string option, string text, string reason) =>
        new($"{option} '{UntrustedText.Clean(text, 80)}' {reason}");
}
