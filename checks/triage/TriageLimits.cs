using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>Triage's options after checking.</summary>
/// <param name="CheckSeconds">Time limit of each check.</param>
/// <param name="Paths">The executables to run.</param>
/// <param name="Login">How checks of a server log in.</param>
/// <param name="UseColor">Whether the screen is coloured, given whether it goes to a terminal.</param>
internal sealed record TriageLimits(double CheckSeconds, IReadOnlyList<string> Paths, ServerLogin Login, Func<bool, bool> UseColor)
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">One of them is not right.</exception>
    public static TriageLimits Parse(TriageOptions options)
    {
        var timeout = Quantity.Parse("--check-timeout", options.CheckTimeout, Dimension.Duration, 1, 3600);
        Func<bool, bool> useColor = options.Color switch
        {
            "auto" => terminal => terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            "always" => _ => true,
            "never" => _ => false,
            _ => throw CheckException.Usage("--color", options.Color, "is not one of auto, always, never"),
        };
        var paths = SuiteDirectory.Checks(options.Plugins ?? AppContext.BaseDirectory, SuiteChecks.Names, options.Only, options.Skip);
        return new TriageLimits(timeout, paths, ServerLogin.Of(options), useColor);
    }
}
