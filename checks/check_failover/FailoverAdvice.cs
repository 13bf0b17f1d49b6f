using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>The next steps: the plan where it is wanted, else what to do about each finding.</summary>
internal static class FailoverAdvice
{
    public static void Advise(
        NagiosCheckResult result, FailoverVerdict verdict, FailoverMeasurement measurement, FailoverPlan plan, PlanRequest request)
    {
        if (request.IsWanted)
        {
            AdvisePlan(result, verdict, plan, request);
            return;
        }

        AdviseRights(result, measurement);
        if (verdict.Tree.IsFailoverDue)
            AdviseDue(result, verdict, plan);
        foreach (var replica in verdict.Tree.Replicas)
        {
            AdviseReplica(result, replica, verdict.Tree);
            AdviseSetUp(result, replica, verdict.Tree);
        }
    }

    private static void AdvisePlan(NagiosCheckResult result, FailoverVerdict verdict, FailoverPlan plan, PlanRequest request)
    {
        result.IsPrintedWhole = true;
        if (plan.Missing is { } missing)
        {
            result.Advise(NextStep.Of($"There is no plan: {missing}"));
            return;
        }

        foreach (var step in plan.Steps)
            result.Advise(step.Step);
        result.Note($"the plan is for the tree as it was read {request.Age}: read it again before the first step if that is more than a "
            + $"minute");
        result.Note(verdict.Tree.Condition == SourceCondition.Wedged
            ? "lost is nothing that got an OK: the transaction that is cut at the end of the full disk, and those that wait behind it, "
                + "were never "
                + "acknowledged"
            : "lost is nothing that a replica has received; what the source sent to nobody stands in its own files alone");
        result.Note("no step needs a password: account, password and TLS of the replication stay as they are");
    }

    private static void AdviseRights(NagiosCheckResult result, FailoverMeasurement measurement)
    {
        foreach (var server in measurement.Reading.Servers)
        {
            var isRefused = server.Down is null
                && server.Answers.Any(answer => answer.Refusal?.Contains("GRANT", StringComparison.Ordinal) == true);
            if (isRefused || MissingRights.Of(server).Any())
                result.Advise($"Give the check's account what it reads, as an administrator: {MissingRights.GrantAll(server)}");
        }
    }

    private static void AdviseDue(NagiosCheckResult result, FailoverVerdict verdict, FailoverPlan plan)
    {
        if (verdict.Tree.Condition == SourceCondition.Wedged)
            result.Advise($"Do not KILL anybody on {verdict.Tree.SourceName}, and set nothing there: SET GLOBAL read_only waits for the "
                + $"disk too");
        if (plan.Missing is { } missing)
            result.Advise(NextStep.Of($"There is no plan: {missing}"));
        else
            result.Advise($"Print the runbook: run this check by hand with the same options and --plan");
    }

    private static void AdviseReplica(NagiosCheckResult result, FailoverReplica replica, FailoverTree tree)
    {
        var words = new ReplicaWords(replica);
        var channel = replica.Channel;
        if (channel.LosesRelayLogAtStart)
            result.Advise($"Do not START SLAVE on {replica.Name} and do not restart it; apply what it received, there: {words.Rescue}");
        else if (channel.Sql == ChannelThread.Stopped && channel.SqlErrno == 0 && words.AreKnown && channel.Name.Length == 0)
            result.Advise($"Let {replica.Name} apply what it received, there: {words.StartSql}");
        if (channel.Io == ChannelThread.Stopped && channel.Sql == ChannelThread.Running && channel.IoErrno == 0 && tree.SourceServes
            && words.AreKnown && channel.Name.Length == 0)
            result.Advise($"Let {replica.Name} receive again, if it was not stopped on purpose, there: {words.StartIo}");
        if (!tree.IsFailoverDue && replica.Answers.Variable("read_only") is ("OFF" or "0") && replica.Server.Role != TreeRole.RingMember)
        {
            result.Advise(replica.IsMariaDb
                ? NextStep.Of($"Keep others from writing on {replica.Name}, there: {SqlStatement.Of($"SET GLOBAL read_only=ON")} and "
                    + $"read_only=ON in its option file")
                : NextStep.Of($"Keep others from writing on {replica.Name}, there: "
                    + $"{SqlStatement.Of($"SET PERSIST read_only=ON; SET PERSIST super_read_only=ON")}"));
        }
    }

    // What is set up wrong: words, because the right values are the operator's.
    private static void AdviseSetUp(NagiosCheckResult result, FailoverReplica replica, FailoverTree tree)
    {
        foreach (var reason in replica.Reasons)
        {
            if (reason.Text.StartsWith("it has the server_", StringComparison.Ordinal))
                result.Advise($"Give {replica.Name} or the other one a server_id of its own in its option file (for one server_uuid, "
                    + $"remove "
                    + $"auto.cnf from the data directory of the copy), and restart it: not while it holds relay log that only it has");
            else if (reason.Text.StartsWith("the replication account ", StringComparison.Ordinal))
                result.Advise($"Make the replication account on {replica.Name} as it is on {tree.SourceName}: SHOW CREATE USER there "
                    + $"prints it");
        }
    }
}
