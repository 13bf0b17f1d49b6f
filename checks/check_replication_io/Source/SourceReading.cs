using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What a look at a source brought.</summary>
internal sealed record SourceReading
{
    /// <summary>Who was looked at: host:port as replicas name it, or a directory.</summary>
    public string Address { get; init; } = "";

    /// <summary>True when its binlog directory was read, false when the server was asked.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>Its binlogs, oldest first; empty when they could not be seen.</summary>
    public IReadOnlyList<SourceLog> Logs { get; init; } = [];

    /// <summary>After this many seconds a binlog is purged; null for never or unknown.</summary>
    public double? ExpirySeconds { get; init; }

    /// <summary>True when the server says log_bin=1 and has no open binlog: binlog_error_action=IGNORE_ERROR after a write error.</summary>
    public bool WritesNoBinlog { get; init; }

    /// <summary>Sessions that wait for room on the binlog file system; 0 for none or not seen.</summary>
    public int SessionsWaitingForDisk { get; init; }

    /// <summary>What stands at the places where channels stopped.</summary>
    public IReadOnlyList<BinlogSpot> Spots { get; init; } = [];

    /// <summary>Sessions that wait for a semi-synchronous replica to acknowledge their commit; 0 for none or not seen.</summary>
    public int SessionsWaitingForReplica { get; init; }

    /// <summary>For how long the oldest of them has waited, seconds.</summary>
    public long SecondsWaitingForReplica { get; init; }

    /// <summary>Why the source could not be asked at all; null when it could.</summary>
    public Exception? Failure { get; init; }

    /// <summary>What could not be seen of it.</summary>
    public IReadOnlyList<Unseen> Unseen { get; init; } = [];

    /// <summary>Remarks about option files.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The spot at a place, if it was looked at.</summary>
    public BinlogSpot? SpotAt(BinlogPlace place)
    {
        foreach (var spot in Spots)
        {
            if (spot.File == place.File && spot.Position == place.Position)
                return spot;
        }

        return null;
    }

    /// <summary>What the list alone says about a place: the file is gone, or ends before it.</summary>
    public BinlogSpot? JudgeFromList(BinlogPlace place)
    {
        if (Logs.Count == 0 || place.File.Length == 0)
            return null;
        foreach (var log in Logs)
        {
            if (log.File == place.File)
                return Judge(log, place);
        }

        return new BinlogSpot(SpotVerdict.Missing, place.File, place.Position, 0);
    }

    private static BinlogSpot? Judge(SourceLog log, BinlogPlace place) =>
        place.Position >= (ulong)log.Size ? new BinlogSpot(SpotVerdict.BeyondEnd, place.File, place.Position, log.Size)
        : place.Position + BinlogEventHeader.Size > (ulong)log.Size ? new BinlogSpot(SpotVerdict.Cut, place.File, place.Position, log.Size)
        : null;
}
