using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>What servers refused to tell, with the least right that shows it.</summary>
internal static class UnseenAnswers
{
    /// <summary>Reports it: UNKNOWN where the verdict needs it, else a note.</summary>
    public static void Report(NagiosCheckResult result, DriftTree tree)
    {
        foreach (var server in tree.Servers)
        {
            if (server.Settings.Count == 0)
                result.CouldNotSee(Unseen(server, "the variables", null, null), NagiosState.Unknown);
            if (Refusal(server, "SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS", "SHOW SLAVE STATUS") is { } status)
            {
                result.CouldNotSee(Unseen(server, "the replication status", status, Grant(server, server.Version.IsMariaDb
                    ? "SLAVE MONITOR" : "REPLICATION CLIENT", "*.*")), NagiosState.Unknown);
            }

            foreach (var accounts in new[] { DriftQuestions.Logins, DriftQuestions.Rights })
            {
                if (Refusal(server, accounts) is { } refused)
                    result.CouldNotSee(Unseen(server, "the accounts", refused, Grant(server, "SELECT", "mysql.*")), NagiosState.Unknown);
            }

            if (Refusal(server, DriftQuestions.MySqlComponents) is { } components)
                result.CouldNotSee(Unseen(server, "the components", components, Grant(server, "SELECT", "mysql.component")));
            if (server.Origins.Refusal is { } origins)
                result.CouldNotSee(Unseen(server, "where the values came from", origins, null));
        }
    }

    private static Unseen Unseen(DriftServer server, string what, string? refusal, string? remedy) =>
        new($"{what} of {UntrustedText.Clean(server.Name, 60)}", refusal is null ? UnseenReason.Absent : UnseenReason.Denied,
            refusal is null ? null : UntrustedText.Clean(refusal, 300),
            refusal?.Contains("GRANT ", StringComparison.Ordinal) == true ? null : remedy);

    private static string Grant(DriftServer server, string right, string where)
    {
        var account = server.Place.Answers.To(ServerQuestions.Account)?.Rows is [var row, ..] ? row.Text("account") : null;
        if (account?.LastIndexOf('@') is not (>= 0 and var at))
            return $"grant {right} ON {where} to the account";
        var name = SqlStatement.Of($"{account[..at]}@{account[(at + 1)..]}");
        return $"GRANT {right} ON {where} TO {name}";
    }

    private static string? Refusal(DriftServer server, params ReadOnlySpan<string> statements) =>
        server.Place.Answers.To(statements)?.Refusal;
}
