namespace NagiosChecks.ConfigDrift;

/// <summary>A value that a server must have.</summary>
/// <param name="Server">The server's name; null for every server.</param>
/// <param name="Name">The variable, as the operator wrote it.</param>
/// <param name="Value">The value, as the operator wrote it.</param>
internal sealed record Expectation(string? Server, string Name, string Value)
{
    /// <summary>True when a variable has the value, however it is spelled.</summary>
    public bool IsMet(Setting setting)
    {
        var wanted = VariableValue.Canonical(setting.Name, Value);
        return setting.Value == wanted || VariableValue.Canonical(setting.Name, setting.Raw) == wanted;
    }
}
