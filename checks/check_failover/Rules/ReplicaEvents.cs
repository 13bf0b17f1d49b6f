using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>Events that came by replication are disabled on a replica, and stay so after its promotion (measured on both
/// families).</summary>
internal static class ReplicaEvents
{
    private static readonly string[] Disabled = ["SLAVESIDE_DISABLED", "REPLICA_SIDE_DISABLED"];

    /// <summary>Schema and name of each.</summary>
    public static IReadOnlyList<(string Schema, string Name)> DisabledOn(ServerAnswers answers)
    {
        var events = new List<(string Schema, string Name)>();
        foreach (var answer in answers.Answers)
        {
            if (!answer.Statement.Contains("information_schema.EVENTS", StringComparison.Ordinal))
                continue;
            foreach (var row in answer.Rows)
            {
                if (Array.IndexOf(Disabled, row.Text("STATUS")) >= 0)
                    events.Add((row.Text("EVENT_SCHEMA") ?? "", row.Text("EVENT_NAME") ?? ""));
            }
        }

        return events;
    }
}
