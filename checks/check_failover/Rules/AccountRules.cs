using MySql.ReplicationTree;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>The other replicas log in at the new source with the account that they have: it must be there, and usable.</summary>
internal static class AccountRules
{
    // The lists leave the servers' own accounts out.
    private static readonly string[] NotListed = ["", "root", "mariadb.sys", "mysql"];

    public static void Judge(FailoverReplica replica, FailoverTree tree)
    {
        JudgeEvents(replica);
        if (Accounts(replica.Answers) is not { Refusal: null } accounts)
            return;
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in tree.Replicas)
        {
            if (other != replica && Array.IndexOf(NotListed, other.Channel.SourceUser) < 0)
                wanted.Add(other.Channel.SourceUser);
        }

        foreach (var user in wanted)
        {
            if (Problem(accounts.Rows, user) is { } problem)
                replica.Add(Reason.ActFirst(
                    $"the replication account '{UntrustedText.Clean(user, 60)}' {problem} there: the others could not follow"));
        }
    }

    /// <summary>The answer that lists the replication accounts; null where they were not asked for.</summary>
    public static Answer? Accounts(ServerAnswers answers)
    {
        foreach (var answer in answers.Answers)
        {
            if (answer.Statement.Contains("FROM mysql.user", StringComparison.Ordinal))
                return answer;
        }

        return null;
    }

    private static string? Problem(IReadOnlyList<MySqlRow> rows, string user)
    {
        var problem = "is missing";
        foreach (var row in rows)
        {
            if (row.Text("User") != user)
                continue;
            if (row.Text("account_locked") == "Y")
                problem = "is locked";
            else if (row.Text("password_expired") == "Y")
                problem = "has an expired password";
            else
                return null;
        }

        return problem;
    }

    private static void JudgeEvents(FailoverReplica replica)
    {
        var events = ReplicaEvents.DisabledOn(replica.Answers);
        if (events.Count > 0)
        {
            replica.Add(Reason.Note($"{Quantity.Count(events.Count, "event")} of the source "
                + $"{(events.Count == 1 ? "is" : "are")} disabled on replicas and must be enabled after the promotion"));
        }
    }
}
