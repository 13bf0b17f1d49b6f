using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>The states, other than OK, that the fills of namespaces were left in; hysteresis needs them in the next run.</summary>
/// <param name="Words">The state's word by <see cref="ConntrackNamespace.Identity"/>.</param>
internal sealed record FillStates(IReadOnlyDictionary<string, string> Words)
{
    /// <summary>Nothing is known.</summary>
    public static FillStates None { get; } = new(new Dictionary<string, string>());

    /// <summary>The state a namespace's fill was left in; OK when nothing is known.</summary>
    public NagiosState Of(ConntrackNamespace space) =>
        Words.TryGetValue(space.Identity, out var word) ? NagiosStates.Parse("fill", word) : NagiosState.Ok;

    /// <summary>Appends "fill IDENTITY STATE" records.</summary>
    public void AppendTo(List<string> records)
    {
        foreach (var (identity, word) in Words)
            records.Add($"fill {identity} {word}");
    }
}
