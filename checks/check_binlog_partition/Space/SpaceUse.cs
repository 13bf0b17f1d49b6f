using System.Globalization;

namespace NagiosChecks.BinlogPartition;

/// <summary>What takes the space of the binlogs' file system besides the binlogs, as far as it is told by its names.</summary>
internal enum SpaceUser
{
    /// <summary>Relay logs of a replica.</summary>
    RelayLogs,

    /// <summary>Write sets that Galera keeps for other nodes: galera.cache and gcache.page.*.</summary>
    GaleraCache,

    /// <summary>InnoDB's own files in the data directory: system and undo tablespaces, redo log.</summary>
    InnoDb,

    /// <summary>Temporary files and tables.</summary>
    Temporary,

    /// <summary>Files that were deleted and are still open.</summary>
    Deleted,

    /// <summary>What transactions that are still open will write to the binlog: spilled to <c>#binlog_cache_files</c> (MariaDB 11.7 and
    /// later) or <c>#binlog_temp_files</c> (MySQL after 9.7) beside the binlogs.</summary>
    OpenTransactions,
}

/// <summary>Bytes by user of the space at one moment.</summary>
/// <param name="WallSeconds">When, seconds since 1970.</param>
/// <param name="Bytes">In the order of <see cref="SpaceUser"/>.</param>
internal sealed record SpaceUse(double WallSeconds, IReadOnlyList<long> Bytes)
{
    /// <summary>How many users there are.</summary>
    public const int Users = 6;

    // Files of before OpenTransactions have one number less.
    private const int FewestUsers = 5;

    /// <summary>Bytes of one user.</summary>
    public long this[SpaceUser user] => Bytes[(int)user];

    /// <summary>One line for the state file.</summary>
    public string ToRecord() => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(WallSeconds)} {string.Join(' ', Bytes)}");

    /// <summary>Reads such a line; null when it is not one.</summary>
    public static SpaceUse? Parse(string record)
    {
        var fields = record.Split(' ');
        if (fields.Length is not (FewestUsers + 1 or Users + 1))
            return null;
        var numbers = new long[Users + 1];
        for (var index = 0; index < fields.Length; index++)
        {
            if (!long.TryParse(fields[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
                return null;
        }

        return new SpaceUse(numbers[0], numbers[1..]);
    }

    /// <summary>The user that grew most since an earlier moment, with its bytes a second; null when none grew.</summary>
    public static (SpaceUser User, double BytesPerSecond)? Fastest(IReadOnlyList<SpaceUse> earlier, SpaceUse? now)
    {
        if (now is null || earlier.Count == 0 || now.WallSeconds <= earlier[0].WallSeconds)
            return null;
        var (user, most) = (0, 0L);
        for (var index = 0; index < Users; index++)
        {
            if (now.Bytes[index] - earlier[0].Bytes[index] is var grown && grown > most)
                (user, most) = (index, grown);
        }

        return most > 0 ? ((SpaceUser)user, most / (now.WallSeconds - earlier[0].WallSeconds)) : null;
    }

    /// <summary>The user for people.</summary>
    public static string Word(SpaceUser user) => user switch
    {
        SpaceUser.RelayLogs => "relay logs",
        SpaceUser.GaleraCache => "Galera's cache files",
        SpaceUser.InnoDb => "InnoDB's files",
        SpaceUser.Temporary => "temporary files",
        SpaceUser.OpenTransactions => "transactions that are still open",
        _ => "deleted but open files",
    };
}
