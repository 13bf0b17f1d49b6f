using System.Globalization;
using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>Settings in which a candidate should not differ from its source. check_config_drift compares them all.</summary>
internal static class SettingRules
{
    private static readonly string[][] Compared =
    [
        ["enforce_gtid_consistency"], ["gtid_domain_id"], ["gtid_strict_mode"], ["binlog_row_image"], ["binlog_checksum"],
        ["disabled_storage_engines"], ["replica_exec_mode", "slave_exec_mode"], ["replica_skip_errors", "slave_skip_errors"],
        ["binlog_transaction_compression", "log_bin_compress"],
    ];

    private static readonly string[] SmallerIsWorse = ["max_allowed_packet", "max_heap_table_size", "max_connections"];

    public static void Judge(FailoverReplica replica, FailoverTree tree, FailoverLimits limits)
    {
        if (tree.Source is { Answers.Down: null } source)
            Compare(replica, source.Answers);
        else
            CompareGtidMode(replica, tree);
        if (replica.Answers.Variable("read_only") is "OFF" or "0" && replica.Server.Role != TreeRole.RingMember)
        {
            replica.Add(new Reason(limits.IfWritable == NagiosState.Ok ? ReasonClass.Note : ReasonClass.Warning,
                $"it can be written to (read_only is off{(replica.Answers.Variable("event_scheduler") == "ON"
                    && replica.IsMariaDb ? ", and its event scheduler is on" : "")})", limits.IfWritable));
        }
        else if (replica.Answers.Variable("super_read_only") == "OFF" && replica.Server.Role != TreeRole.RingMember)
        {
            replica.Add(Reason.Note("super_read_only is off"));
        }

        if (replica.Answers.Variable("relay_log_recovery") is "ON" or "1" && replica.HasUnapplied && tree.Condition == SourceCondition.Gone)
            replica.Add(Reason.Note("a restart would throw its relay log away (relay_log_recovery)"));
        JudgeSemiSync(replica, tree);
    }

    private static void Compare(FailoverReplica replica, ServerAnswers source)
    {
        var mine = replica.Answers;
        if (mine.Variable("gtid_mode") is { } mode && source.Variable("gtid_mode") is { } theirs && mode != theirs)
            replica.Add(Reason.Blocker($"its gtid_mode is {Clean(mode)}, and its source's {Clean(theirs)}"));
        foreach (var names in Compared)
        {
            if (mine.Variable(names) is { } own && source.Variable(names) is { } other && own != other)
                replica.Add(Reason.Warning($"its {names[0]} is {Clean(own)}, and its source's {Clean(other)}"));
        }

        foreach (var name in SmallerIsWorse)
        {
            if (Number(mine, name) is { } own && Number(source, name) is { } other && own < other)
                replica.Add(Reason.Warning($"its {name} is {Size(own)}, and its source's {Size(other)}"));
        }

        if (Number(mine, "replica_max_allowed_packet", "slave_max_allowed_packet") is { } packet
            && Number(source, "max_allowed_packet") is { } largest && packet < largest)
        {
            replica.Add(Reason.Broken(
                $"its replica_max_allowed_packet of {Size(packet)} is smaller than its source's max_allowed_packet of "
                + $"{Size(largest)}: one large row stops it"));
        }

        JudgeFormat(replica, source);
        JudgeDurability(replica, source);
    }

    private static void JudgeFormat(FailoverReplica replica, ServerAnswers source)
    {
        if (replica.Answers.Variable("binlog_format") is not { } own || source.Variable("binlog_format") is not { } other || own == other)
            return;
        var text = $"its binlog_format is {Clean(own)}, and its source's {Clean(other)}";
        replica.Add(own == "STATEMENT" && !replica.IsMariaDb ? Reason.Blocker($"{text}: it cannot log rows as they come")
            : Reason.Warning(text));
    }

    private static void JudgeDurability(FailoverReplica replica, ServerAnswers source)
    {
        foreach (var name in new[] { "sync_binlog", "innodb_flush_log_at_trx_commit" })
        {
            if (source.Variable(name) == "1" && replica.Answers.Variable(name) is { } own && own != "1")
                replica.Add(Reason.Note($"its {name} is {Clean(own)}, and its source's 1: it may lose commits when its host fails"));
        }
    }

    private static void CompareGtidMode(FailoverReplica replica, FailoverTree tree)
    {
        foreach (var other in tree.Replicas)
        {
            if (replica.Answers.Variable("gtid_mode") is { } own && other.Answers.Variable("gtid_mode") is { } theirs && own != theirs)
            {
                replica.Add(Reason.Blocker($"its gtid_mode is {Clean(own)}, and that of {other.Name} {Clean(theirs)}"));
                return;
            }
        }
    }

    private static void JudgeSemiSync(FailoverReplica replica, FailoverTree tree)
    {
        var isUsed = false;
        foreach (var other in tree.Replicas)
            isUsed |= other.IsSemiSync;
        if (!isUsed)
            return;
        if (!replica.IsSemiSync)
            replica.Add(Reason.Note("it is not semi-synchronous: only those that are, are sure to hold every acknowledged commit"));
        else if (replica.Answers.Variable("rpl_semi_sync_source_enabled", "rpl_semi_sync_master_enabled") is null)
            replica.Add(Reason.Note(
                "the source's side of semi-synchronous replication is not loaded: load it before the application comes"));
    }

    private static long? Number(ServerAnswers answers, params ReadOnlySpan<string> names) =>
        long.TryParse(answers.Variable(names), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Size(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Clean(string text) => text.Length == 0 ? "empty" : UntrustedText.Clean(text, 60);
}
