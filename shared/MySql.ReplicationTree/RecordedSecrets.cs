using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>Takes out of a server's answers what may be a password, before anything else sees them.</summary>
internal static class RecordedSecrets
{
    private const string LeftOut = "(left out)";

    // Variables whose values are secrets; names that only speak of passwords, such as validate_password.length, stay.
    private static readonly string[] SecretVariables =
        ["report_password", "wsrep_sst_auth", "wsrep_provider_options", "innodb_encryption_key"];

    private static readonly string[] SecretEnds = ["_pwd", "_token", "_secret_id", "_secret"];

    /// <summary>The row without secrets; the same row where there are none.</summary>
    /// <param name="row">A row of an answer.</param>
    internal static MySqlRow Without(MySqlRow row)
    {
        var columns = row.Columns.Names;
        string?[]? values = null;
        for (var at = 0; at < columns.Count; at++)
        {
            var value = row.Text(columns[at]);
            if (value is not { Length: > 0 } || Clean(row, columns[at], value) is var cleaned && cleaned == value)
                continue;
            values ??= [.. columns.Select(name => row.Text(name))];
            values[at] = cleaned;
        }

        return values is null ? row : new MySqlRow(row.Columns, values);
    }

    private static string Clean(MySqlRow row, string column, string value)
    {
        if (column.Contains("error", StringComparison.OrdinalIgnoreCase))
            return ServerText.WithoutSecrets(value);
        // SHOW GRANTS of MariaDB shows the hash of the password.
        if (column.StartsWith("Grants for", StringComparison.OrdinalIgnoreCase))
            return value.IndexOf(" IDENTIFIED ", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? value[..at] : value;
        return column is "Value" or "GLOBAL_VALUE" or "VARIABLE_VALUE"
            && (row.Text("Variable_name") ?? row.Text("VARIABLE_NAME")) is { } name && IsSecret(name) ? LeftOut : value;
    }

    private static bool IsSecret(string name) =>
        Array.Exists(SecretVariables, secret => name.Equals(secret, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(SecretEnds, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
}
