namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Finds the class of an IO thread's trouble. Text decides before numbers: MySQL 8.0 and later reports 13114 for what MariaDB and
/// MySQL 5.7 call 1236, and both words for everything occur (master, source, slave, replica). Only beginnings are matched, since
/// servers cut long texts at 320 (MariaDB, MySQL 5.7) or 512 bytes.
/// </summary>
/// <remarks>Texts from sql/rpl_binlog_sender.cc and sql/binlog_istream.cc (MySQL) and sql/sql_repl.cc (MariaDB).</remarks>
internal static class IncidentClassifier
{
    // The first that occurs wins, so the longer and rarer texts stand before those that they contain.
    private static readonly (string Text, IncidentClass Class)[] Fatal =
    [
        ("binlog truncated in the middle of event", IncidentClass.Truncated),
        ("log event entry exceeded max_allowed_packet", IncidentClass.EventTooLarge),
        ("did not pass crc check", IncidentClass.ChecksumFailed),
        ("event crc check failed", IncidentClass.ChecksumFailed),
        ("could not find first log file name", IncidentClass.FilePurged),
        ("could not find next log", IncidentClass.FilePurged),
        ("source purged required binary logs", IncidentClass.TransactionsPurged),
        ("source has purged binary logs containing gtids", IncidentClass.TransactionsPurged),
        ("could not find gtid state requested by replica", IncidentClass.TransactionsPurged),
        ("replica has more gtids than the source has", IncidentClass.Diverged),
        ("connecting replica requested to start from gtid", IncidentClass.Diverged),
        ("binlog on the source is missing the gtid", IncidentClass.Diverged),
        ("replica has diverged", IncidentClass.Diverged),
        ("position > file size", IncidentClass.BadPosition),
        ("from impossible position", IncidentClass.BadPosition),
        ("from position < 4", IncidentClass.BadPosition),
        ("requested incorrect position", IncidentClass.BadPosition),
        ("with the same server_uuid", IncidentClass.Identity),
        ("equal mysql server", IncidentClass.Identity),
        ("equal mariadb server", IncidentClass.Identity),
        ("source server_id is 0", IncidentClass.Identity),
        ("decrypt", IncidentClass.Encryption),
        ("encrypt", IncidentClass.Encryption),
        ("bad magic number", IncidentClass.NotABinlog),
        ("format_description", IncidentClass.NotABinlog),
        ("format description", IncidentClass.NotABinlog),
        ("format descriptor", IncidentClass.NotABinlog),
        ("bogus data in log event", IncidentClass.BogusData),
        ("corrupted data in log event", IncidentClass.BogusData),
        ("found invalid event in binary log", IncidentClass.BogusData),
        ("event too big", IncidentClass.BogusData),
        ("i/o error reading", IncidentClass.UnreadableFile),
        ("could not open log file", IncidentClass.UnreadableFile),
        ("unknown error reading log event", IncidentClass.UnreadableFile),
        ("binary log is not open", IncidentClass.Configuration),
        ("gtid_mode", IncidentClass.Configuration),
        ("request to dump gtid", IncidentClass.Configuration),
        ("anonymous", IncidentClass.Configuration),
        ("with the checksum that source is configured", IncidentClass.Configuration),
        ("too small event", IncidentClass.Configuration),
        ("failed to load replication replica gtid state", IncidentClass.ReplicaState),
        ("memory allocation failed", IncidentClass.Memory),
        ("out of memory", IncidentClass.Memory),
    ];

    /// <summary>The class of what a channel's IO thread reports; null while it runs.</summary>
    public static IncidentClass? Classify(ReplicaStatus replica)
    {
        if (replica.Io == ReplicaThreadState.Running)
            return null;
        if (replica.IoErrno == 0 && replica.IoError.Length == 0)
            return replica.Io == ReplicaThreadState.Stopped ? IncidentClass.StoppedByHand
                : replica.IoDoing.Contains("failed", StringComparison.OrdinalIgnoreCase) ? IncidentClass.ConnectionLost
                : IncidentClass.StillConnecting;

        var text = InOneSpelling(replica.IoError);
        return FromFatalText(replica.IoErrno, text) ?? FromErrno(replica.IoErrno) ?? FromErrno(InnerErrno(text)) ?? IncidentClass.Unknown;
    }

    // "Got fatal error 1236 from source when reading data from binary log: '...'", and the replica's own refusals (1593, 13117).
    private static IncidentClass? FromFatalText(int errno, string text)
    {
        if (errno is not (1236 or 13114 or 1593 or 13117 or 1872) && !text.Contains("fatal error 1236", StringComparison.Ordinal))
            return null;
        // Behind this stand paths, which may hold any of the words.
        var places = text.IndexOf("; the first event '", StringComparison.Ordinal);
        if (places >= 0)
            text = text[..places];
        foreach (var (words, incident) in Fatal)
        {
            if (text.Contains(words, StringComparison.Ordinal))
                return incident;
        }

        return null;
    }

    private static IncidentClass? FromErrno(int errno) => errno switch
    {
        1153 or 13125 => IncidentClass.ReplicaLimit,
        1595 or 13122 or 1743 => IncidentClass.RelayWrite,
        1872 or 1201 => IncidentClass.ReplicaState,
        1045 or 1044 or 1698 or 1820 or 1862 or 3118 or 4151 => IncidentClass.Credentials,
        1227 or 1142 or 1597 or 13120 => IncidentClass.Rights,
        1129 or 1130 => IncidentClass.AddressRefused,
        2002 or 2003 or 1053 or 1077 => IncidentClass.SourceUnreachable,
        2005 => IncidentClass.UnknownHost,
        2006 or 2013 or 2055 or 1158 or 1159 or 1160 or 1161 => IncidentClass.ConnectionLost,
        1040 or 1203 or 1226 => IncidentClass.TooManyConnections,
        2026 or 3159 => IncidentClass.Tls,
        2059 or 2061 or 1251 or 1275 or 1524 => IncidentClass.Authentication,
        _ => null,
    };

    // "... (Errno: 1045)" at the end of what MySQL says about a command that the source refused.
    private static int InnerErrno(string text)
    {
        const string Words = "(errno: ";
        var start = text.LastIndexOf(Words, StringComparison.Ordinal);
        if (start < 0)
            return 0;
        var number = text.AsSpan(start + Words.Length);
        var end = number.IndexOfAnyExceptInRange('0', '9');
        return end > 0 && int.TryParse(number[..end], out var errno) ? errno : 0;
    }

    private static string InOneSpelling(string text) =>
        text.ToLowerInvariant().Replace("master", "source", StringComparison.Ordinal).Replace("slave", "replica", StringComparison.Ordinal);
}
