namespace Nagios.Plugin;

/// <summary>One judged thing: its state, what is to be said about it, and the cause where that needs a sentence of its own.</summary>
public sealed record Finding
{
    private readonly Func<(string Text, string? Cause)>? _tell;
    private (string Text, string? Cause)? _told;

    /// <summary>A finding whose words are known.</summary>
    /// <param name="state">How bad it is.</param>
    /// <param name="text">See <see cref="Text"/>.</param>
    /// <param name="cause">See <see cref="Cause"/>.</param>
    public Finding(NagiosState state, string text, string? cause = null) => (State, _told) = (state, (text, cause));

    /// <summary>A finding whose words are only made when it is printed: of hundreds of one kind, a screen has room for some
    /// dozens.</summary>
    /// <param name="state">How bad it is.</param>
    /// <param name="tell">Makes text and cause; called at most once.</param>
    public Finding(NagiosState state, Func<(string Text, string? Cause)> tell) => (State, _tell) = (state, tell);

    /// <summary>How bad it is.</summary>
    public NagiosState State { get; }

    /// <summary>Short and self-sufficient: it stands in the first line when it is the worst.</summary>
    public string Text => Told.Text;

    /// <summary>Why, in a sentence; only in the long output. Null when the text says all.</summary>
    public string? Cause => Told.Cause;

    /// <summary>True when it has a line of its own in the long output whatever the first line says: it has a cause, or its words are
    /// still to be made.</summary>
    internal bool HasOwnLine => _tell is not null || Cause is not null;

    private (string Text, string? Cause) Told => _told ??= _tell!();

    /// <summary>True for the same state and the same words, whenever they were made.</summary>
    public bool Equals(Finding? other) => other is not null && State == other.State && Told == other.Told;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, Told);
}
