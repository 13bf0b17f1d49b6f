using MySql.ReplicationTree;
using MySql.Session;

namespace NagiosChecks.ConfigDrift;

/// <summary>One server of the tree with all that is compared.</summary>
internal sealed class DriftServer
{
    // Options of mysqld whose effect is not the variable of their name.
    private static readonly string[] Combined = ["ANSI", "TRADITIONAL", "ORACLE", "DB2", "MAXDB", "MSSQL", "POSTGRESQL"];

    private DriftServer(TreeServer place, ServerReading reading)
    {
        Place = place;
        Reading = reading;
        Version = ServerVersion.Parse(place.Answers.Variable("version") ?? "", place.Answers.Variable("version_comment"));
        Settings = SettingTable.Of(place.Answers);
        SettingTable.AddFilters(Settings, place.Answers);
        Origins = OriginTable.Of(place.Answers);
    }

    /// <summary>The server's name, as the operator knows it.</summary>
    public string Name => Place.Name;

    /// <summary>Where it stands in the tree.</summary>
    public TreeServer Place { get; }

    /// <summary>What was read of it.</summary>
    public ServerReading Reading { get; }

    /// <summary>Its family and version.</summary>
    public ServerVersion Version { get; }

    /// <summary>Its variables by their newest names.</summary>
    public Dictionary<string, Setting> Settings { get; }

    /// <summary>Where its values came from.</summary>
    public OriginTable Origins { get; }

    /// <summary>The server that it is compared with; null for the one that the others are compared with.</summary>
    public DriftServer? Source { get; set; }

    /// <summary>Reads one server.</summary>
    public static DriftServer Of(TreeServer place, ServerReading reading) => new(place, reading);

    /// <summary>A variable's value; null where this server has none of that name.</summary>
    public Setting? this[string name] => Settings.GetValueOrDefault(name);

    /// <summary>True when two servers are of one family and one release series, so that their defaults are the same.</summary>
    public bool IsOfOneSeries(DriftServer other) => Version.IsMariaDb == other.Version.IsMariaDb
        && Version.Number.Major == other.Version.Number.Major && Version.Number.Minor == other.Version.Number.Minor;

    /// <summary>The value of a variable after a restart; null where nothing says that it will be another one.</summary>
    /// <param name="name">The variable's newest name.</param>
    /// <param name="tree">All servers: one of the same series that has the default tells it.</param>
    public NextStart? AfterRestart(string name, IReadOnlyList<DriftServer> tree)
    {
        if (this[name] is not { } running)
            return null;
        if (Origins.Persisted.TryGetValue(name, out var kept))
            return Unless(running, running.With(kept), "SET PERSIST");
        var origin = Origins.Of(name);
        if (origin is null || origin.Kind is OriginKind.CommandLine or OriginKind.Persisted)
            return null;
        if (Reading.Files is { } files && files.Find(name, running.ServerName) is { } filed)
            return IsReadable(name, filed.Value) ? Unless(running, running.With(filed.Value), filed.Place) : null;
        if (origin.Kind != OriginKind.SetWhileRunning)
            return null;
        // What the command line says is not told once somebody has set the variable.
        if (Reading.Files is null)
            return new NextStart(null, Reading.WhyNoFiles ?? "its option files were not read");
        return DefaultOf(name, tree) is { } value ? Unless(running, running.With(value), "the default")
            : new NextStart(null, "the default");
    }

    private static NextStart? Unless(Setting running, Setting next, string from) =>
        next.Value == running.Value || next.Number is { } value && value == running.Number ? null : new NextStart(next, from);

    // sql_mode=TRADITIONAL stands for a list of modes, and a list of flags for the flags in it alone.
    private static bool IsReadable(string name, string value) =>
        name is not ("optimizer_switch" or "optimizer_trace" or "log_bin") && (name != "sql_mode"
            || !(VariableValue.Number(value) is not null || Array.Exists(Combined, mode =>
                value.Contains(mode, StringComparison.OrdinalIgnoreCase))));

    private string? DefaultOf(string name, IReadOnlyList<DriftServer> tree)
    {
        if (Origins.DefaultOf(name) is { } told)
            return told;
        foreach (var other in tree)
        {
            if (other.IsOfOneSeries(this) && other.Origins.Of(name) is { Kind: OriginKind.Default } && other[name] is { } setting)
                return setting.Raw;
        }

        return null;
    }
}
