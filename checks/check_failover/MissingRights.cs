using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>What a server refused, or did not show without saying so, because the account lacks a right.</summary>
internal static class MissingRights
{
    /// <summary>Everything that could not be seen, with the state of the result.</summary>
    public static IEnumerable<(Unseen Unseen, NagiosState State)> Of(ServerAnswers answers)
    {
        if (answers.Down is not null)
            yield break;
        if (!answers.Holds("PROCESS") || answers.Sessions is null)
        {
            yield return (new Unseen(
                $"the sessions of {answers.Server}: whether its binlog disk is full, and how many replicas read from it",
                UnseenReason.Denied, $"needs {Grant(answers, "PROCESS")}"), NagiosState.Unknown);
        }

        if (AccountRules.Accounts(answers) is { Refusal: { } refusal })
        {
            yield return (new Unseen($"the replication accounts of {answers.Server}", UnseenReason.Denied,
                $"needs GRANT SELECT ON mysql.user TO {Account(answers)}: {UntrustedText.Clean(refusal, 200)}"), NagiosState.Unknown);
        }

        if (!answers.Holds("EVENT"))
        {
            yield return (new Unseen($"the events of {answers.Server}, which must be enabled after its promotion", UnseenReason.Denied,
                $"needs {Grant(answers, "EVENT")}"), NagiosState.Ok);
        }
    }

    /// <summary>The statement that gives the account everything that this check reads.</summary>
    public static SqlStatement GrantAll(ServerAnswers answers)
    {
        var (user, host) = Parts(answers);
        return answers.Version is { IsMariaDb: true }
            ? SqlStatement.Of(
                $"GRANT SLAVE MONITOR, BINLOG MONITOR, REPLICATION MASTER ADMIN, PROCESS, EVENT ON *.* TO {user}@{host}; GRANT SELECT ON "
                + $"mysql.user TO {user}@{host}")
            : SqlStatement.Of(
                $"GRANT REPLICATION CLIENT, REPLICATION SLAVE, PROCESS, EVENT ON *.* TO {user}@{host}; GRANT SELECT ON "
                + $"performance_schema.* TO {user}@{host}; GRANT SELECT ON mysql.user TO {user}@{host}");
    }

    private static string Grant(ServerAnswers answers, string privilege) => $"GRANT {privilege} ON *.* TO {Account(answers)}";

    private static string Account(ServerAnswers answers)
    {
        var (user, host) = Parts(answers);
        return SqlStatement.Of($"{user}@{host}").ToString();
    }

    private static (string User, string Host) Parts(ServerAnswers answers)
    {
        var account = answers.To(ServerQuestions.Account) is { Rows: [var row, ..] } ? row.Text("account") ?? "" : "";
        var at = account.LastIndexOf('@');
        return at < 0 ? ("nagios", "localhost") : (account[..at], account[(at + 1)..]);
    }
}
