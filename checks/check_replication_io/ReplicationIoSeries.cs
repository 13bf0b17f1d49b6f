using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What the check graphs: each series once for every channel.</summary>
internal static class ReplicationIoSeries
{
    // The channel's name; with --hosts its host, or both. The default channel of one server has none.
    private const string Item = "NAME";

    /// <summary>Lag.</summary>
    public static readonly ItemSeries Lag = new("lag", Item, "s", "seconds behind the source, a configured delay taken off; not known "
        + "while the IO thread does not run");

    /// <summary>The IO thread's error.</summary>
    public static readonly ItemSeries Errno = new("errno", Item, "", "the IO thread's error, 1236 also where the server says 13114; 0 "
        + "for none");

    /// <summary>Whether the IO thread runs.</summary>
    public static readonly ItemSeries IoRunning =
        new("io_running", Item, "", "1 while the IO thread is connected, 0 while it is not") { Maximum = 1 };

    /// <summary>Whether the SQL thread runs.</summary>
    public static readonly ItemSeries SqlRunning =
        new("sql_running", Item, "", "1 while the SQL thread runs, 0 while it does not") { Maximum = 1 };

    /// <summary>Relay logs.</summary>
    public static readonly ItemSeries RelaySpace = new("relay_space", Item, "B", "size of all relay logs of the channel");

    /// <summary>Time without a connection.</summary>
    public static readonly ItemSeries NotConnected = new("not_connected", Item, "s", "seconds without a connection; 0 while it is "
        + "connected, or was stopped by hand");

    /// <summary>Falls.</summary>
    public static readonly ItemSeries Flaps = new("flaps", Item, "", "how often the IO thread was seen to lose its source within an hour");

    /// <summary>Bytes of the source that are not read.</summary>
    public static readonly ItemSeries ReadBehind = new("read_behind", Item, "B", "bytes of the source's binlogs that are not read yet "
        + "(with a look at the source)");

    /// <summary>Binlogs that are older.</summary>
    public static readonly ItemSeries PurgeFiles = new("purge_files", Item, "", "binlogs of the source that are older than the one "
        + "the replica reads (with a look at the source)");

    /// <summary>Time until the purge.</summary>
    public static readonly ItemSeries PurgeLeft = new("purge_left", Item, "s", "seconds until the binlog that the replica reads "
        + "expires (with a look at the source)") { Minimum = null };

    /// <summary>Without a look at a source.</summary>
    public static IReadOnlyList<DeclaredSeries> OfReplicas { get; } = [Lag, Errno, IoRunning, SqlRunning, RelaySpace, NotConnected, Flaps];

    /// <summary>All, in the order of perfdata.</summary>
    public static IReadOnlyList<DeclaredSeries> All { get; } = [.. OfReplicas, ReadBehind, PurgeFiles, PurgeLeft];
}
