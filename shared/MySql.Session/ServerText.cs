namespace MySql.Session;

/// <summary>What a server says about an error, without the parts that may hold a secret.</summary>
public static class ServerText
{
    // Lower case. Everything that sets a password, in either family.
    private static readonly string[] Secrets =
        ["identified", "password", "auth_string", "authentication_string", "change master", "change replication source",
            "create user", "alter user"];

    /// <summary>
    /// The text up to "Query:" when the statement behind it names a password; the whole text otherwise. SQL threads quote the statement
    /// that failed, clear on MariaDB.
    /// </summary>
    public static string WithoutSecrets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Array.Exists(Secrets, secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)))
            return text;
        var query = text.IndexOf("Query:", StringComparison.OrdinalIgnoreCase);
        return query < 0 ? text : text[..query] + "Query: (left out: it may hold a password)";
    }
}
