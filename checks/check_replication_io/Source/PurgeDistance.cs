using System.Globalization;

namespace NagiosChecks.ReplicationIo;

/// <summary>How far a replica is from the end of what its source still has: when the source purges past it, 1236 follows.</summary>
/// <param name="FilesBefore">Binlogs of the source that are older than the one the replica reads: what a purge takes first.</param>
/// <param name="FilesBehind">Binlogs that are newer than the one the replica reads.</param>
/// <param name="BytesBehind">Bytes in the source's binlogs that the replica has not read.</param>
/// <param name="SecondsLeft">Until the file that the replica reads expires; null when it does not or when it cannot be told.</param>
/// <param name="IsGone">True when the source has that file no more.</param>
/// <param name="Purges">True when the source purges at all: its binlogs expire, or the first ones are gone already.</param>
internal readonly record struct PurgeDistance(int FilesBefore, int FilesBehind, long BytesBehind, double? SecondsLeft,
    bool IsGone, bool Purges)
{
    /// <summary>Measures one channel against a source's list; null when nothing can be said.</summary>
    /// <param name="replica">The channel.</param>
    /// <param name="source">The source's binlogs.</param>
    /// <param name="secondsDown">For how long the IO thread has not been running: its file was written to at least until then.</param>
    /// <param name="now">Seconds since 1970.</param>
    public static PurgeDistance? Of(ReplicaStatus replica, SourceReading source, double secondsDown, double now)
    {
        var place = new BinlogPlace(replica.ReadFile, replica.ReadPosition);
        if (source.Logs.Count == 0 || place.File.Length == 0)
            return null;

        var at = -1;
        for (var index = 0; index < source.Logs.Count; index++)
            at = source.Logs[index].File == place.File ? index : at;
        if (at < 0)
        {
            var oldest = new BinlogPlace(source.Logs[0].File, 4);
            return place.Sequence < oldest.Sequence ? new PurgeDistance(0, source.Logs.Count, 0, null, IsGone: true, Purges: true) : null;
        }

        var log = source.Logs[at];
        var behind = Math.Max(0, log.Size - (long)Math.Min(place.Position, long.MaxValue));
        for (var index = at + 1; index < source.Logs.Count; index++)
            behind += source.Logs[index].Size;
        var newer = source.Logs.Count - 1 - at;
        double? left = newer == 0 || source.ExpirySeconds is not { } expiry ? null
            : log.ModifiedSeconds is { } modified ? modified + expiry - now
            : replica.Io == ReplicaThreadState.Running ? null
            : expiry - secondsDown;
        return new PurgeDistance(at, newer, behind, left, IsGone: false, source.ExpirySeconds is not null
            || new BinlogPlace(source.Logs[0].File, 4).Sequence > 1);
    }

    /// <summary>The distance in words.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{FilesBehind} binlog{(FilesBehind == 1 ? "" : "s")} behind, "
        + $"{FilesBefore} before the source's oldest");
}
