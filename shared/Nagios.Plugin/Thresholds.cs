namespace Nagios.Plugin;

/// <summary>
/// A warning and a critical range for one measurement. Only this type compares a measurement with a threshold, and perfdata takes its
/// warning and critical fields from the same object, so that a graph cannot disagree with a verdict.
/// </summary>
public readonly record struct Thresholds(NagiosRange? Warning, NagiosRange? Critical)
{
    /// <summary>Thresholds that never alert.</summary>
    public static Thresholds None => default;

    /// <summary>Reads the pair of options <c>--MEASURE-warning</c> and <c>--MEASURE-critical</c>; null leaves that side open.</summary>
    /// <param name="measure">What stands before "-warning" in the option's name; empty for the main measurement.</param>
    /// <param name="warning">The warning range as typed, or null.</param>
    /// <param name="critical">The critical range as typed, or null.</param>
    /// <param name="dimension">Which unit suffixes the endpoints may carry.</param>
    /// <exception cref="CheckException">One of the two is not a range.</exception>
    public static Thresholds Parse(string measure, string? warning, string? critical, Dimension dimension = Dimension.Number)
    {
        var prefix = string.IsNullOrEmpty(measure) ? "--" : $"--{measure}-";
        var thresholds = new Thresholds(
            warning is null ? null : NagiosRange.Parse(prefix + "warning", warning, dimension),
            critical is null ? null : NagiosRange.Parse(prefix + "critical", critical, dimension));
        return thresholds is { Warning: { } first, Critical: { } second } && first != second && !first.NeverAlerts
            && first.AlertsOnlyWhere(second)
            ? thresholds with { Contradiction =
                $"{prefix}warning {warning} can never show, because {prefix}critical {critical} alerts at every value where it would" }
            : thresholds;
    }

    /// <summary>What is wrong with the two together, as a note: a warning range that the critical range always overrides; null when
    /// nothing is. Equal ranges are fine, since they say that there shall be no warning.</summary>
    public string? Contradiction { get; private init; }

    /// <summary>The state of one value, in base units.</summary>
    public NagiosState Judge(double value) =>
        Critical?.Alerts(value) == true ? NagiosState.Critical
        : Warning?.Alerts(value) == true ? NagiosState.Warning
        : NagiosState.Ok;

    /// <summary>
    /// The state of one value with hysteresis: a state that was already reached is only left once the value is a
    /// <paramref name="margin"/> away from where it alerts, so that a value on the line does not flap. A state that is worse than
    /// the last is taken at once.
    /// </summary>
    /// <param name="value">The measurement in base units.</param>
    /// <param name="previous">The state of the last run; UNKNOWN counts as OK.</param>
    /// <param name="margin">How far inside the range the value must be to leave the state, in base units; a negative one counts
    /// as 0.</param>
    public NagiosState Judge(double value, NagiosState previous, double margin)
    {
        var now = Judge(value);
        if (previous is NagiosState.Unknown || now.Severity() >= previous.Severity())
            return now;

        // A value that alerts is within the margin of one that alerts.
        var near = margin > 0 ? margin : 0;
        return previous == NagiosState.Critical && Critical?.AlertsNear(value, near) == true ? NagiosState.Critical
            : Warning?.AlertsNear(value, near) == true ? NagiosState.Warning
            : NagiosState.Ok;
    }
}
