namespace NagiosChecks.BinlogTables;

/// <summary>Guesses which table a statement writes: the first that it names where a written table stands. Never more than an
/// estimate.</summary>
internal static class StatementTarget
{
    private static readonly string[] Fillers =
    [
        "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "QUICK", "INTO", "FROM", "TABLE", "TABLES", "IF", "NOT", "EXISTS",
            "TEMPORARY", "OR", "ONLINE",
        "REPLACE", "UNIQUE", "VIEW",
    ];

    // What else can be created, altered and dropped.
    private static readonly string[] NoTables =
        ["DATABASE", "SCHEMA", "USER", "ROLE", "EVENT", "TRIGGER", "PROCEDURE", "FUNCTION", "INDEX", "SERVER", "DEFINER", "TABLESPACE"];

    private static readonly string[] Verbs =
        ["INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE", "ALTER", "DROP", "CREATE", "RENAME", "OPTIMIZE", "ANALYZE"];

    /// <summary>Schema and table, or the default schema alone where the statement names none that can be told.</summary>
    public static string Of(string sql, string defaultSchema)
    {
        var words = Words(sql).Take(16).ToList();
        var alone = defaultSchema.Length > 0 ? defaultSchema : "(no schema)";
        if (words.Count == 0 || !Verbs.Contains(words[0], StringComparer.OrdinalIgnoreCase))
            return alone;
        var at = 1;
        while (at < words.Count && Fillers.Contains(words[at], StringComparer.OrdinalIgnoreCase))
            at++;
        if (at >= words.Count || !IsName(words[at]) || NoTables.Contains(words[at], StringComparer.OrdinalIgnoreCase))
            return alone;
        var name = Plain(words[at]);
        return at + 2 < words.Count && words[at + 1] == "." ? $"{name}.{Plain(words[at + 2])}" : defaultSchema.Length > 0
            ? $"{defaultSchema}.{name}" : name;
    }

    private static bool IsName(string word) => word[0] == '`' || char.IsLetterOrDigit(word[0]) || word[0] is '_' or '$';

    private static string Plain(string word) => (word[0] == '`' ? word[1..^1] : word).Replace("``", "`", StringComparison.Ordinal);

    // A backtick in a name is doubled.
    private static int EndOfQuoted(string sql, int at)
    {
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] != '`')
                continue;
            if (at + 1 == sql.Length || sql[at + 1] != '`')
                return at + 1;
            at++;
        }

        return sql.Length;
    }

    private static IEnumerable<string> Words(string sql)
    {
        for (var at = 0; at < sql.Length;)
        {
            var start = at;
            if (char.IsWhiteSpace(sql[at]))
            {
                at++;
            }
            else if (sql.AsSpan(at).StartsWith("/*"))
            {
                var end = sql.IndexOf("*/", at, StringComparison.Ordinal);
                at = end < 0 ? sql.Length : end + 2;
            }
            else if (sql[at] == '`')
            {
                at = EndOfQuoted(sql, at);
                yield return sql[start..at];
            }
            else if (char.IsLetterOrDigit(sql[at]) || sql[at] is '_' or '$')
            {
                while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] is '_' or '$'))
                    at++;
                yield return sql[start..at];
            }
            else
            {
                yield return sql[at++].ToString();
            }
        }
    }
}
