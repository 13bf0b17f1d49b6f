using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>What servers refused to tell, with the least right that shows it.</summary>
internal static class UnseenAnswers
{
    /// <summary>Reports it: UNKNOWN where the verdict needs it, else a note.</summary>
    /// <param name="result">Takes it.</param>
    /// <param name="tree">The servers.</param>
    /// <param name="isDiscovered">True where nobody named the servers, so that those that were not found are missing.</param>
    public static void Report(NagiosCheckResult result, DriftTree tree, bool isDiscovered)
    {
        ReportReplicas(result, tree, isDiscovered);
        foreach (var server in tree.Servers)
        {
            if (server.Place.Answers.Variable("version") is null)
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

            if (DriftQuestions.HidesRights(server))
                result.CouldNotSee(Unseen(server, "the rights of other accounts", "only its own are shown",
                    Grant(server, "SELECT", "mysql.*")), NagiosState.Unknown);

            if (Refusal(server, DriftQuestions.MySqlComponents) is { } components)
                result.CouldNotSee(Unseen(server, "the components", components, Grant(server, "SELECT", "mysql.component")));
            if (server.Origins.Refusal is { } origins)
                result.CouldNotSee(Unseen(server, "where the values came from", origins, null));
        }
    }

    // Who registered, or reads the binlog, and was not asked. Without the right for either an empty answer means nothing.
    private static void ReportReplicas(NagiosCheckResult result, DriftTree tree, bool isDiscovered)
    {
        foreach (var server in tree.Servers)
        {
            var answers = server.Place.Answers;
            var name = UntrustedText.Clean(server.Name, 60);
            var mayList = answers.Holds("PROCESS") && answers.Sessions is not null;
            var readers = mayList ? answers.Sessions!.Count(session => session.IsBinlogDump) : 0;
            var registered = answers.To("SHOW REPLICAS", "SHOW SLAVE HOSTS");
            var missing = Math.Max(readers, registered?.Rows.Count ?? 0) - server.Place.Replicas.Count;
            if (missing > 0 && tree.Servers.Count == 1)
            {
                result.Report(NagiosState.Unknown, $"nothing to compare with: {Quantity.Count(missing, "replica", "replicas")} of {name} "
                    + (missing == 1 ? "reads its binlog and was not asked" : "read its binlog and were not asked"),
                        "name them with --hosts, or set report_host on them and let the account see who registers");
            }
            else if (missing > 0)
                result.Note($"{Quantity.Count(missing, "reader", "readers")} of the binlog of {name} {(missing == 1 ? "was" : "were")} "
                    + $"not asked: replicas that --hosts does "
                    + $"not name, or tools");
            else if (isDiscovered && tree.Servers.Count == 1 && !mayList && registered?.Refusal is { } refused)
            {
                result.CouldNotSee(Unseen(server, "the replicas", refused, Grant(server, server.Version.IsMariaDb
                    ? "REPLICATION MASTER ADMIN" : "REPLICATION SLAVE", "*.*")), NagiosState.Unknown);
            }
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
