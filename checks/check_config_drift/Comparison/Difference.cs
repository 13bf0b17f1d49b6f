namespace NagiosChecks.ConfigDrift;

/// <summary>Something in which servers of the tree differ.</summary>
/// <param name="Name">The variable's newest name, or what differs: <c>plugin auth_ed25519</c>.</param>
/// <param name="Class">The class of the worst server.</param>
/// <param name="Consequence">What happens, as a sentence without its full stop.</param>
/// <param name="Values">What each server has, in the order of the servers; null where it has no such thing.</param>
/// <param name="Affected">The servers that are worst off.</param>
internal sealed record Difference(
    string Name, DriftClass Class, string Consequence, IReadOnlyList<ServerValue> Values, IReadOnlyList<DriftServer> Affected)
{
    /// <summary>True where rows or tables come to differ without an error.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The rule of a variable; null where there is none, or it is no variable.</summary>
    public DriftRule? Rule { get; init; }

    /// <summary>Whether it comes from the defaults of two versions.</summary>
    public VersionShare Versions { get; init; }

    /// <summary>The value to which the servers that are affected would be brought; null where it is no variable.</summary>
    public Setting? Wanted { get; init; }

    /// <summary>The server that has it.</summary>
    public DriftServer? Model { get; init; }
}

/// <summary>What one server has.</summary>
/// <param name="Server">The server.</param>
/// <param name="Text">For people; null where it has no such thing.</param>
internal sealed record ServerValue(DriftServer Server, string? Text);
