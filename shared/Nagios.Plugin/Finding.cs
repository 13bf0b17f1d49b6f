namespace Nagios.Plugin;

/// <summary>One judged thing: its state, what is to be said about it, and the cause where that needs a sentence of its own.</summary>
/// <param name="State">How bad it is.</param>
/// <param name="Text">Short and self-sufficient: it stands in the first line when it is the worst.</param>
/// <param name="Cause">Why, in a sentence; only in the long output. Null when the text says all.</param>
public sealed record Finding(NagiosState State, string Text, string? Cause = null);
