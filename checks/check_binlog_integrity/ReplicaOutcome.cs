namespace NagiosChecks.BinlogIntegrity;

/// <summary>What a replica will say when it reads as far as the damage. Texts and classes as check_replication_io tells them; which error a
/// real server gave was seen on MariaDB 10.11 and MySQL 9.7.</summary>
internal static class ReplicaOutcome
{
    /// <summary>The error and the class of check_replication_io.</summary>
    public static string Of(DamageKind kind, bool isMariaDb)
    {
        var number = isMariaDb ? "1236" : "13114 (1236)";
        return kind switch
        {
            DamageKind.TruncatedHeader or DamageKind.TruncatedEvent =>
                $"{number} \"binlog truncated in the middle of event\", which check_replication_io calls truncated",
            DamageKind.BadChecksum =>
                $"{number} \"event read from binlog did not pass crc check\" if the source verifies checksums, else "
                + $"{(isMariaDb ? "1595" : "13122")} \"could not queue event\"",
            DamageKind.BadLength or DamageKind.BadNextPosition or DamageKind.BadField =>
                $"{number} \"log event entry exceeded max_allowed_packet\" or \"bogus data in log event\"; raising max_allowed_packet "
                    + $"does not help",
            DamageKind.Zeros => isMariaDb ? "1236 \"bogus data in log event\"" : "13122 \"could not queue event\"",
            DamageKind.NotABinlog or DamageKind.EmptyFile => $"{number} about a bad magic number or a missing format description",
            DamageKind.NoClosingEvent or DamageKind.UnfinishedTransaction =>
                "nothing: they go on with the next file, and what was cut off is lost to them in silence",
            _ => $"{number}",
        };
    }
}
