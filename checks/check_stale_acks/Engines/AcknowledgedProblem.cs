using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>One acknowledged problem as its engine shows it now: the one record that every source fills.</summary>
internal sealed record AcknowledgedProblem
{
    /// <summary>The host's name.</summary>
    public required string Host { get; init; }

    /// <summary>The service's name; null for a problem of the host itself.</summary>
    public string? Service { get; init; }

    /// <summary>The state now. A host that is DOWN is CRITICAL, one that is UNREACHABLE is UNKNOWN: somebody else's outage hides
    /// it.</summary>
    public required NagiosState State { get; init; }

    /// <summary>Sticky acknowledgements stay until the thing is OK; normal ones until its next change of state.</summary>
    public bool Sticky { get; init; }

    /// <summary>When it was acknowledged, seconds since 1970; null where the engine does not say.</summary>
    public double? AcknowledgedAt { get; init; }

    /// <summary>When the acknowledgement ends by itself, seconds since 1970; null for never.</summary>
    public double? Expires { get; init; }

    /// <summary>Who acknowledged; null when the comment is gone.</summary>
    public string? Author { get; init; }

    /// <summary>What was written; null when the comment is gone.</summary>
    public string? Comment { get; init; }

    /// <summary>The first line of the plugin's output, without perfdata.</summary>
    public string Output { get; init; } = "";

    /// <summary>The lines of the plugin's output behind the first, without perfdata.</summary>
    public string LongOutput { get; init; } = "";

    /// <summary>The plugin's perfdata, as printed.</summary>
    public string PerfData { get; init; } = "";

    /// <summary>False when notifications of this host or service are off.</summary>
    public bool NotificationsEnabled { get; init; } = true;

    /// <summary>When it was last seen OK (or UP), seconds since 1970; 0 for never.</summary>
    public double LastOk { get; init; }

    /// <summary>True in a scheduled downtime: then silence is intended.</summary>
    public bool InDowntime { get; init; }

    /// <summary>False where the engine keeps host or service under a name that is not UTF-8: it can be shown, but no command can name
    /// it.</summary>
    public bool HasExactName { get; init; } = true;

    /// <summary>The engine's number of this occurrence of the problem (current_problem_id of Nagios 4); empty where it has none.</summary>
    public string Occurrence { get; init; } = "";

    /// <summary>Host groups and service groups it belongs to; empty unless asked for.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What it is about.</summary>
    public Checkable About => new(Host, Service);

    /// <summary>host/service, or the host's name alone.</summary>
    public string Name => About.Name;

    /// <summary>The state behind an engine's number: services 0-3, hosts 0 UP, 1 DOWN, 2 UNREACHABLE.</summary>
    public static NagiosState StateOf(double number, bool isHost) => (number, isHost) switch
    {
        (0, _) => NagiosState.Ok,
        (1, true) or (2, false) => NagiosState.Critical,
        (1, false) => NagiosState.Warning,
        _ => NagiosState.Unknown,
    };
}
