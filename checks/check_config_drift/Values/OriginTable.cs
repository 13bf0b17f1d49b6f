using MySql.ReplicationTree;
using MySql.Session;

namespace NagiosChecks.ConfigDrift;

/// <summary>Where the running values of one server came from, and what SET PERSIST keeps for its next start.</summary>
/// <remarks>MySQL manual, "The variables_info Table", "Persisted System Variables"; MariaDB, "Information Schema SYSTEM_VARIABLES Table". A
/// value set by SET PERSIST is DYNAMIC until the next start.</remarks>
internal sealed class OriginTable
{
    private readonly Dictionary<string, SettingOrigin> _origins = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _persisted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);

    private OriginTable()
    {
    }

    /// <summary>False where the server did not tell.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Why the server did not tell; null where it did, or was not asked.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What SET PERSIST keeps, by the variable's newest name.</summary>
    public IReadOnlyDictionary<string, string> Persisted => _persisted;

    /// <summary>Reads a server's answers.</summary>
    public static OriginTable Of(ServerAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var table = new OriginTable();
        foreach (var answer in answers.Answers)
        {
            if (answer.Statement.Contains("performance_schema.variables_info", StringComparison.OrdinalIgnoreCase)
                || answer.Statement.Contains("information_schema.SYSTEM_VARIABLES", StringComparison.OrdinalIgnoreCase))
                table.Take(answer);
            else if (answer.Statement.Contains("performance_schema.persisted_variables", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var row in answer.Rows)
                    table._persisted[VariableNames.Newest(row.Text("VARIABLE_NAME") ?? "")] = row.Text("VARIABLE_VALUE") ?? "";
            }
        }

        return table;
    }

    /// <summary>Where a value came from. What the list leaves out is the default.</summary>
    /// <param name="name">The variable's newest name.</param>
    public SettingOrigin? Of(string name) => !IsKnown ? null
        : _origins.TryGetValue(name, out var origin) ? origin : new SettingOrigin(OriginKind.Default, "", "");

    /// <summary>The server's default, where it told it (MariaDB); null where not.</summary>
    public string? DefaultOf(string name) => _defaults.GetValueOrDefault(name);

    private void Take(Answer answer)
    {
        if (answer.Refusal is { } refusal)
        {
            Refusal = refusal;
            return;
        }

        IsKnown = true;
        foreach (var row in answer.Rows)
        {
            var name = VariableNames.Newest(row.Text("VARIABLE_NAME") ?? "");
            if (row.Text("DEFAULT_VALUE") is { } value)
                _defaults[name] = value;
            var path = row.Text("VARIABLE_PATH", "GLOBAL_VALUE_PATH") ?? "";
            var kind = Kind(row.Text("VARIABLE_SOURCE", "GLOBAL_VALUE_ORIGIN"));
            // MySQL sets some variables itself as it starts, without a user.
            if (kind == OriginKind.SetWhileRunning && row.Has("SET_USER") && string.IsNullOrEmpty(row.Text("SET_USER")))
                kind = OriginKind.Default;
            _origins[name] = new SettingOrigin(kind, path, SetBy(row));
        }
    }

    private static OriginKind Kind(string? source) => source?.ToUpperInvariant() switch
    {
        "COMMAND_LINE" or "COMMAND-LINE" or "ENVIRONMENT" => OriginKind.CommandLine,
        "PERSISTED" => OriginKind.Persisted,
        "DYNAMIC" or "SQL" => OriginKind.SetWhileRunning,
        null or "COMPILED" or "COMPILE-TIME" or "AUTO" => OriginKind.Default,
        _ => OriginKind.File,
    };

    private static string SetBy(MySqlRow row) => row.Text("SET_TIME") is not { Length: > 0 } time ? ""
        : $"by {(row.Text("SET_USER") is { Length: > 0 } user ? user : "the server")} at {time.Split('.')[0]}";
}
