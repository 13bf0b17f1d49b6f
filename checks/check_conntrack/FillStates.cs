using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>The states, other than OK, that the fills of namespaces were left in; hysteresis needs them in the next run.</summary>
internal sealed class FillStates
{
    private readonly Dictionary<string, string> _words = [];

    /// <summary>The state a namespace's fill was left in; OK when nothing is known.</summary>
    public NagiosState Of(ConntrackNamespace space) => _words.TryGetValue(space.Identity, out var word) ? NagiosStates.Parse("fill", word) : NagiosState.Ok;

    /// <summary>Remembers a state; OK needs no remembering.</summary>
    public void Remember(ConntrackNamespace space, NagiosState state)
    {
        if (state != NagiosState.Ok)
            _words[space.Identity] = state.Word();
    }

    /// <summary>Appends "fill IDENTITY STATE" records.</summary>
    public void AppendTo(List<string> records)
    {
        foreach (var (identity, word) in _words)
            records.Add($"fill {identity} {word}");
    }

    /// <summary>Reads the fields of such a record; anything else is ignored.</summary>
    public void Read(string[] fields)
    {
        if (fields is [_, var identity, "WARNING" or "CRITICAL"])
            _words[identity] = fields[2];
    }
}
