namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Finds the kind of an IO thread's trouble. Text decides before numbers: MySQL 8.0 and later reports 13114 for what MariaDB and
/// MySQL 5.7 call 1236, and both words for everything occur (master, source, slave, replica). Only beginnings are matched, since
/// servers cut long texts at 320 (MariaDB, MySQL 5.7) or 512 bytes.
/// </summary>
internal static class IncidentClassifier
{
    // The longest text stands first: it says more than one that it contains.
    private static readonly List<(string Text, IncidentKind Kind)> Texts =
        [.. IncidentCatalogue.All.SelectMany(kind =>
            kind.Texts.Select(text => (text, kind))).OrderByDescending(entry => entry.text.Length)];

    private static readonly Dictionary<int, IncidentKind> Numbers =
        IncidentCatalogue.All.SelectMany(kind => kind.Numbers.Select(number => (number, kind))).ToDictionary(entry =>
            entry.number, entry => entry.kind);

    /// <summary>The kind of what a channel's IO thread reports; null while it runs, or where a refused START is told with the SQL
    /// thread.</summary>
    public static IncidentKind? Classify(ReplicaStatus replica)
    {
        if (replica.Io == ReplicaThreadState.Running)
            return null;
        if (replica.IoErrno == 0 && replica.IoError.Length == 0)
            return WithoutAnError(replica);

        var text = InOneSpelling(replica.IoError);
        return FromText(replica.IoErrno, text)
            ?? (IsHandshake(replica.IoErrno) && FromNumber(InnerErrno(text)) is { MayPass: true } passing ? passing : null)
            ?? FromNumber(replica.IoErrno)
            ?? FromNumber(InnerErrno(text))
            ?? IncidentCatalogue.Unknown;
    }

    /// <summary>True when START is refused because the replica's own state cannot be read: both threads are stopped, and nobody stopped
    /// them.</summary>
    public static bool IsRefusedStart(ReplicaStatus replica) =>
        replica.Sql == ReplicaThreadState.Stopped && replica.SqlErrno is 1872 or 1201 or 13123 or 13124;

    private static IncidentKind? WithoutAnError(ReplicaStatus replica) =>
        replica.Io == ReplicaThreadState.Stopped ? IsRefusedStart(replica) ? null : IncidentCatalogue.StoppedByHand
        : replica.IoDoing.Contains("failed", StringComparison.OrdinalIgnoreCase) ? IncidentCatalogue.ConnectionLost
        : IncidentCatalogue.StillConnecting;

    private static IncidentKind? FromText(int errno, string text)
    {
        // "Got fatal error 1236 from source when reading data from binary log: '...'", the replica's own refusals (1593, 13117), its
        // state (1872), and what a source says while it is asked to log in. Elsewhere the words may stand for anything.
        if (errno is not (1236 or 13114 or 1593 or 13117 or 1872 or 1623 or 13118 or 1047 or 3032 or 3955 or 0)
            && !text.Contains("fatal error 1236", StringComparison.Ordinal))
            return null;
        // Behind this stand paths, which may hold any of the words.
        var places = text.IndexOf("; the first event '", StringComparison.Ordinal);
        if (places >= 0)
            text = text[..places];
        foreach (var (words, kind) in Texts)
        {
            if (text.Contains(words, StringComparison.Ordinal))
                return kind;
        }

        return null;
    }

    // "Master command COM_REGISTER_SLAVE failed: ... (Errno: 2013)", and "a fatal error is encountered when it tried to ... Error: ...".
    private static bool IsHandshake(int errno) => errno is 1593 or 1597 or 13117 or 13120;

    private static IncidentKind? FromNumber(int errno) => Numbers.GetValueOrDefault(errno);

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
