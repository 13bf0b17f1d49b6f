namespace Nagios.Plugin;

/// <summary>Holds a state until the value is well inside its range again, so that a value on the line does not flap.</summary>
/// <param name="Previous">The state that the last run returned for this value; UNKNOWN counts as OK.</param>
/// <param name="Margin">How far inside the range the value must be to leave that state, in base units; a negative one counts as
/// 0.</param>
public readonly record struct Hysteresis(NagiosState Previous, double Margin);
