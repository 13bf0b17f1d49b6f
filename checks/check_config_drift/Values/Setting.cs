namespace NagiosChecks.ConfigDrift;

/// <summary>A variable of one server.</summary>
/// <param name="Name">The variable's newest name, under which servers are compared.</param>
/// <param name="ServerName">The name that this server knows it by.</param>
/// <param name="Raw">The value as the server says it.</param>
/// <param name="Value">The one spelling of the value, by which servers are compared.</param>
internal sealed record Setting(string Name, string ServerName, string Raw, string Value)
{
    /// <summary>The value as a number; null when it is none.</summary>
    public decimal? Number => VariableValue.Number(Raw);

    /// <summary>The same variable with another value.</summary>
    public Setting With(string raw) => this with { Raw = raw, Value = VariableValue.Canonical(Name, raw) };

    /// <summary>A variable as a server tells it.</summary>
    public static Setting Of(string serverName, string raw)
    {
        var name = VariableNames.Newest(serverName);
        return new Setting(name, serverName, raw, VariableValue.Canonical(name, raw));
    }
}
