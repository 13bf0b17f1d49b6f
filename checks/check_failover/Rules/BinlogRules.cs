using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>The others read a new source's binlog: it must have one, with everything in it, and nothing may be filtered out on the
/// way.</summary>
internal static class BinlogRules
{
    // A server that has silently turned its binlog off still says log_bin=ON, and refuses its list with this error.
    private const string NotLogging = "(1381)";

    public static void Judge(FailoverReplica replica, FailoverTree tree)
    {
        var answers = replica.Answers;
        if (answers.Variable("log_bin") == "OFF"
            || answers.To("SHOW BINARY LOGS")?.Refusal?.Contains(NotLogging, StringComparison.Ordinal) == true)
            replica.Add(Reason.Blocker("it writes no binlog"));
        else if (answers.Variable("log_replica_updates", "log_slave_updates") == "OFF")
            JudgeUpdates(replica, tree);
        foreach (var filter in replica.Channel.Filters)
            replica.Add(Reason.Blocker($"it filters what it replicates: {UntrustedText.Clean(filter, 80)}"));
        foreach (var filter in BinlogFilters(answers))
            replica.Add(Reason.Blocker($"it filters what it logs: {UntrustedText.Clean(filter, 80)}"));
    }

    // Without its own copy of what it replicates it can serve those alone that have everything already.
    private static void JudgeUpdates(FailoverReplica replica, FailoverTree tree)
    {
        const string Text = "it does not log what it replicates (log_replica_updates)";
        foreach (var other in tree.Replicas)
        {
            if (other.Behind.Contains(replica))
            {
                replica.Add(Reason.Blocker($"{Text}, and {other.Name} needs what it has"));
                return;
            }
        }

        var isOnlyKind = true;
        foreach (var other in tree.Replicas)
        {
            isOnlyKind &= other.Answers.Variable("log_replica_updates", "log_slave_updates") == "OFF"
                || other.Answers.Variable("log_bin") == "OFF";
        }

        replica.Add(isOnlyKind ? Reason.Warning($"{Text}: it can take over only while all replicas are equal")
            : Reason.Blocker($"{Text}, and others do"));
    }

    private static IEnumerable<string> BinlogFilters(ServerAnswers answers)
    {
        var status = answers.To("SHOW BINARY LOG STATUS", "SHOW MASTER STATUS");
        foreach (var name in new[] { "Binlog_Do_DB", "Binlog_Ignore_DB" })
        {
            var value = status is { Rows: [var row, ..] } && row.Text(name) is { Length: > 0 } told ? told : answers.Variable(name);
            if (value is { Length: > 0 })
                yield return $"{name}={value}";
        }
    }
}
