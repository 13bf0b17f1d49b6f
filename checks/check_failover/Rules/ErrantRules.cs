using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>
/// Transactions that a replica has and its source never had. Promoted, on MySQL they spread to all, and on MariaDB the others skip them
/// silently.
/// </summary>
internal static class ErrantRules
{
    /// <summary>Finds them before replicas are compared: nobody is behind for not having them.</summary>
    public static void Find(FailoverReplica replica, FailoverTree tree)
    {
        if (replica.IsMariaDb)
            replica.Errant = OfMariaDb(replica, tree);
        else if (OfMySql(replica, tree) is { IsEmpty: false } errant)
            (replica.Errant, replica.ErrantSet) = (errant.ToString(), errant);
    }

    public static void Judge(FailoverReplica replica)
    {
        if (replica.Errant.Length > 0)
        {
            replica.Add(Reason.Blocker(
                $"it has transactions of its own that no other server has: {UntrustedText.Clean(replica.Errant, 200)}; "
                + $"{(replica.IsMariaDb ? "promoted, the others would skip them silently" : "promoted, they would spread to all")}"));
        }
    }

    private static MySqlGtidSet? OfMySql(FailoverReplica replica, FailoverTree tree)
    {
        if (replica.First.Received is null || MySqlGtidSet.Parse(replica.Answers.Variable("gtid_executed") ?? "") is not { } own)
            return null;
        foreach (var other in tree.Replicas)
        {
            if (other != replica && other.Last.Received is { } theirs)
                own = own.Subtract(theirs);
        }

        if (tree.Source is { Answers.Down: null } source && Holding.Of(source, null, last: true).Received is { } executed)
            return own.Subtract(executed);
        // Of a dead source's own transactions one replica may simply have more than the others.
        var uuid = replica.Channel.SourceUuid.ToLowerInvariant();
        return MySqlGtidSet.Parse(string.Join(',', own.ToString().Split(',')
            .Where(gtids => uuid.Length == 0 || !gtids.StartsWith(uuid, StringComparison.Ordinal))));
    }

    private static string OfMariaDb(FailoverReplica replica, FailoverTree tree)
    {
        if (MariaDbGtidList.Parse(Holding.Position(replica.Answers, "gtid_binlog_state", last: false) ?? "") is not { } own)
            return "";
        var known = new List<string>();
        if (tree.Source is { Answers.Down: null } source)
            AddKnown(known, source.Answers);
        foreach (var other in tree.Replicas)
        {
            if (other != replica)
                AddKnown(known, other.Answers);
        }

        if (MariaDbGtidList.Parse(string.Join(',', known)) is not { } all)
            return "";
        var errant = new List<string>();
        foreach (var gtid in own.OnlyHere(all))
        {
            if (!IsOfDeadSource(gtid, replica, tree))
                errant.Add(gtid.ToString());
        }

        return string.Join(',', errant);
    }

    private static void AddKnown(List<string> known, ServerAnswers answers)
    {
        foreach (var name in new[] { "gtid_binlog_state", "gtid_slave_pos", "gtid_current_pos" })
        {
            if (Holding.Position(answers, name, last: true) is { Length: > 0 } value)
                known.Add(value);
        }
    }

    private static bool IsOfDeadSource(MariaDbGtid gtid, FailoverReplica replica, FailoverTree tree) =>
        tree.Source is not { Answers.Down: null } && replica.Channel.SourceServerId == gtid.Server;
}
