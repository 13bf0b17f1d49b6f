using MySql.ReplicationTree;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>What the operator decided: --prefer and --never.</summary>
internal static class ChoiceRules
{
    public static void Judge(FailoverReplica replica, FailoverLimits limits)
    {
        for (var at = 0; at < limits.Prefer.Count; at++)
        {
            if (IsNamed(replica.Answers, limits.Prefer[at]) && replica.Preference == int.MaxValue)
                replica.Preference = at;
        }

        foreach (var name in limits.Never)
            replica.IsNever |= IsNamed(replica.Answers, name);
        if (replica.IsNever)
            replica.Add(new Reason(ReasonClass.Blocker, "--never says that it is not to be promoted", NagiosState.Ok));
    }

    /// <summary>True when a word of the operator means this server: its name, its address, or its host's name.</summary>
    public static bool IsNamed(ServerAnswers server, string name)
    {
        return Is(server.Server) || Is(server.Address) || Is(server.Variable("report_host")) || Is(server.Variable("hostname"))
            || (server.Variable("report_host", "hostname") is { } host
                && int.TryParse(server.Variable("report_port", "port"), out var port) && port > 0
                    && Is(ServerAddress.Of(host, port).Label));

        bool Is(string? text) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
    }
}
