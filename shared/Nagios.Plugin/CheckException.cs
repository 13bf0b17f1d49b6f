namespace Nagios.Plugin;

/// <summary>
/// The check could not read what it needs. The run ends as UNKNOWN with this message, so the message is written for the operator: what
/// was read, what was found, what was expected, and which right or option is missing.
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

    /// <summary>UNKNOWN, because the check could not look. A check that did look, and found that the server it asks is down, gives
    /// the state of its option (<c>--if-server-down</c>).</summary>
    public NagiosState State { get; init; } = NagiosState.Unknown;

    /// <summary>What to do about it, one step per entry, shown under the first line.</summary>
    public IReadOnlyList<NextStep> Steps { get; init; } = [];

    /// <summary>The option that was misused, as the operator types it; null when the failure is about something else.</summary>
    internal string? Option { get; init; }

    /// <summary>Misuse of an option: names it, quotes what was typed (unless it is a secret) and says why it is refused.</summary>
    /// <param name="option">The option as the operator types it: <c>--warning</c>.</param>
    /// <param name="text">Its value as typed.</param>
    /// <param name="reason">The end of the sentence "--warning 'x' ...".</param>
    public static CheckException Usage(string option, string text, string reason) =>
        new($"{option} {(HoldsSecret(option) ? "(value not shown)" : $"'{UntrustedText.Clean(text, 80)}'")} "
            + $"{reason}{EqualsHint(option, text)}") { Option = option };

    // -w=80 gives the text =80 to getopt, which is how every plugin reads it.
    private static string EqualsHint(string option, string text) =>
        text?.StartsWith('=') == true
            ? $"; a value follows a letter without '=' (-w 80) and a long option with one ({option}={UntrustedText.Clean(text[1..], 80)})"
            : "";

    /// <summary>True for an option whose value must never be printed, by its name.</summary>
    internal static bool HoldsSecret(string option) =>
        option.Contains("password", StringComparison.OrdinalIgnoreCase)
        || option.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || option.Contains("token", StringComparison.OrdinalIgnoreCase);
}
