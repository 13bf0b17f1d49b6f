namespace NagiosChecks.BinlogPartition;

/// <summary>What the server itself says, where there is a login. Nothing here is asked in a way that hangs on a full disk.</summary>
internal sealed record ServerFacts
{
    /// <summary>Family and version for people.</summary>
    public required string Version { get; init; }

    /// <summary>True for MariaDB.</summary>
    public bool IsMariaDb { get; init; }

    /// <summary>The account as grants name it.</summary>
    public string Account { get; init; } = "";

    /// <summary>@@log_bin.</summary>
    public bool LogsBinary { get; init; }

    /// <summary>@@log_bin_basename: directory and prefix; null when there is none.</summary>
    public string? Basename { get; init; }

    /// <summary>@@datadir.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>@@hostname.</summary>
    public string? HostName { get; init; }

    /// <summary>@@socket, as the server itself calls it.</summary>
    public string? Socket { get; init; }

    /// <summary>Age at which files are removed, in seconds; 0 for never, null when unknown.</summary>
    public double? ExpireSeconds { get; init; }

    /// <summary>False when the server does not purge by itself (MySQL binlog_expire_logs_auto_purge).</summary>
    public bool PurgesByItself { get; init; } = true;

    /// <summary>Size cap of all binlogs: MariaDB 11.4 max_binlog_total_size, Percona binlog_space_limit; 0 for none.</summary>
    public long SpaceLimit { get; init; }

    /// <summary>@@max_binlog_size.</summary>
    public long MaxBinlogSize { get; init; }

    /// <summary>MariaDB slave_connections_needed_for_purge; 0 where there is none.</summary>
    public long ReplicasNeededForPurge { get; init; }

    /// <summary>Replicas that are connected now; null when the process list cannot be seen.</summary>
    public int? ConnectedReplicas { get; init; }

    /// <summary>Those of them that have not been sent everything yet: they may still need an old file.</summary>
    public int ReplicasBehind { get; init; }

    /// <summary>The connected replicas: host, and what their dump thread does.</summary>
    public IReadOnlyList<string> Replicas { get; init; } = [];

    /// <summary>@@tmpdir: the first directory of the list.</summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>Sessions that wait for room or for a commit that does.</summary>
    public int SessionsWaiting { get; init; }

    /// <summary>True when a session says that it waits for room (MariaDB names it; MySQL only says that it waits to commit).</summary>
    public bool SaysNoRoom { get; init; }

    /// <summary>True while a session has been committing, or waiting for the log, for seconds: a question about the log would wait behind
    /// it.</summary>
    public bool LogIsBusy { get; init; }

    /// <summary>Sessions in state Killed.</summary>
    public int SessionsKilled { get; init; }

    /// <summary>True when log_bin is on and yet no binlog is open: the server went on without one after an error. Null when that
    /// could not be asked.</summary>
    public bool? BinlogIsClosed { get; init; }

    /// <summary>What could not be asked, each with the grant that is missing.</summary>
    public IReadOnlyList<string> Blindness { get; init; } = [];
}
