namespace Nagios.Plugin;

/// <summary>Order, words and parsing of <see cref="NagiosState"/>.</summary>
public static class NagiosStates
{
    /// <summary>The worse of two states: CRITICAL, then UNKNOWN, then WARNING, then OK.</summary>
    public static NagiosState Worst(NagiosState left, NagiosState right) => Severity(left) >= Severity(right) ? left : right;

    /// <summary>A rank that grows with severity, for sorting worst first: OK 0, WARNING 1, UNKNOWN 2, CRITICAL 3.</summary>
    public static int Severity(this NagiosState state) => state switch
    {
        NagiosState.Ok => 0,
        NagiosState.Warning => 1,
        NagiosState.Unknown => 2,
        NagiosState.Critical => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>The word that engines and people know: OK, WARNING, CRITICAL, UNKNOWN.</summary>
    public static string Word(this NagiosState state) => state switch
    {
        NagiosState.Ok => "OK",
        NagiosState.Warning => "WARNING",
        NagiosState.Critical => "CRITICAL",
        NagiosState.Unknown => "UNKNOWN",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Reads the value of an <c>--if-SITUATION</c> option: ok, warning, critical or unknown, in any case.</summary>
    /// <param name="option">The option as the operator types it, for the error text.</param>
    /// <param name="text">What was typed.</param>
    /// <exception cref="CheckException">The text is none of the four words.</exception>
    public static NagiosState Parse(string option, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToUpperInvariant() switch
        {
            "OK" => NagiosState.Ok,
            "WARNING" => NagiosState.Warning,
            "CRITICAL" => NagiosState.Critical,
            "UNKNOWN" => NagiosState.Unknown,
            _ => throw CheckException.Usage(option, text, "is not one of ok, warning, critical, unknown"),
        };
    }
}
