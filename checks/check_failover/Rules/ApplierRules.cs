using System.Globalization;
using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>A candidate applies what it has received, and nothing that only it holds may be thrown away.</summary>
internal static class ApplierRules
{
    public static void Judge(FailoverReplica replica, FailoverTree tree)
    {
        var channel = replica.Channel;
        var amount = Amount(replica);
        if (channel.Sql == ChannelThread.Stopped && channel.SqlErrno != 0)
        {
            replica.Add(Reason.Broken(string.Create(CultureInfo.InvariantCulture,
                $"its SQL thread stopped with error {channel.SqlErrno}{(replica.HasUnapplied ? $" before {amount} of relay log" : "")}")));
        }
        else if (channel.LosesRelayLogAtStart)
        {
            replica.Add(Reason.ActFirst(
                $"both threads are stopped and GTIDs are in use: any START SLAVE throws {amount} of relay log away"));
        }
        else if (channel.Sql == ChannelThread.Stopped)
        {
            replica.Add(Reason.ActFirst($"its SQL thread is stopped{(replica.HasUnapplied ? $" before {amount} of relay log" : "")}"));
        }
        else if (channel.Delay > 0)
        {
            replica.Add(Reason.ActFirst($"it is delayed by {Quantity.Human(channel.Delay, Dimension.Duration)} on purpose"
                + (replica.HasUnapplied ? $", with {amount} of relay log to apply" : "")));
        }
        else if (replica.HasUnapplied)
        {
            replica.Add(Reason.Note($"{amount} of relay log are being applied"));
        }

        if (replica is { HasUnapplied: true } && tree.Condition == SourceCondition.Gone
            && (replica.IsAloneAhead || tree.Replicas.Count == 1))
            replica.Add(Reason.Note($"it holds {amount} that nobody else has: no restart, no STOP, no CHANGE there"));
    }

    /// <summary>How much was received and not applied.</summary>
    public static string Amount(FailoverReplica replica) => replica.Channel.BytesNotApplied is { } bytes and > 0
        ? bytes.ToString("N0", CultureInfo.InvariantCulture) + " bytes" : "an unknown amount";
}
