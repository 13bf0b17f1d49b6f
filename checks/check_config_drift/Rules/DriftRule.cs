namespace NagiosChecks.ConfigDrift;

/// <summary>What it means when a replica has another value than its source.</summary>
/// <param name="Name">The variable under its newest name.</param>
/// <param name="Class">The class of a difference in the rule's direction.</param>
/// <param name="Consequence">What happens then, as a sentence without its full stop.</param>
internal sealed record DriftRule(string Name, DriftClass Class, string Consequence)
{
    /// <summary>Which way the values must differ.</summary>
    public Direction Direction { get; init; }

    /// <summary>The class of a difference the other way.</summary>
    public DriftClass Otherwise { get; init; } = DriftClass.Cosmetic;

    /// <summary>What happens then.</summary>
    public string OtherConsequence { get; init; } = "it has more of it than the source, which does no harm";

    /// <summary>How the value is printed.</summary>
    public ValueKind Kind { get; init; }

    /// <summary>How the variable can be changed.</summary>
    public Change Change { get; init; }

    /// <summary>The same on MariaDB; null where there is no difference.</summary>
    public Change? MariaDbChange { get; init; }

    /// <summary>When a value that is set counts for replication.</summary>
    public TakenOver TakenOver { get; init; }

    /// <summary>True where rows or tables come to differ without an error.</summary>
    public bool IsSilent { get; init; }
}
