using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The options after checking, before anything is probed.</summary>
internal sealed record ReplicationIoLimits
{
    /// <summary>Lag, seconds.</summary>
    public required Thresholds Lag { get; init; }

    /// <summary>Time without a connection, seconds.</summary>
    public required Thresholds NotConnected { get; init; }

    /// <summary>Falls of the IO thread within an hour.</summary>
    public required Thresholds Flaps { get; init; }

    /// <summary>Time until the binlog that a replica reads expires, seconds.</summary>
    public required Thresholds PurgeLeft { get; init; }

    /// <summary>Binlogs of the source that are older than the one a replica reads.</summary>
    public required Thresholds PurgeFiles { get; init; }

    /// <summary>State of a server that is no replica.</summary>
    public required NagiosState IfNotReplica { get; init; }

    /// <summary>State of a thread that was stopped by hand.</summary>
    public required NagiosState IfStopped { get; init; }

    /// <summary>State of a server that is down.</summary>
    public required NagiosState IfServerDown { get; init; }

    /// <summary>The channels to judge; empty for all.</summary>
    public required ChannelFilter Channels { get; init; }

    /// <summary>Channels to leave out.</summary>
    public required ChannelFilter Without { get; init; }

    /// <summary>Channels that are expected to be stopped.</summary>
    public required ChannelFilter ExpectedStopped { get; init; }

    /// <summary>The replicas of --hosts; empty for one server.</summary>
    public required IReadOnlyList<ServerAddress> Hosts { get; init; }

    /// <summary>True when a source is to be looked at.</summary>
    public required bool LooksAtSource { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">An option is not what it should be.</exception>
    public static ReplicationIoLimits Parse(ReplicationIoOptions options)
    {
        if (options.Hosts is not null && (options.Host ?? options.Socket) is not null)
            throw new CheckException("--hosts and --host or --socket exclude each other");
        return new ReplicationIoLimits
        {
            Lag = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Duration),
            NotConnected = Thresholds.Parse("not-connected", null, options.NotConnectedCritical, Dimension.Duration),
            Flaps = Thresholds.Parse("flaps", options.FlapsWarning, options.FlapsCritical),
            PurgeLeft = Thresholds.Parse("purge-left", options.PurgeLeftWarning, options.PurgeLeftCritical, Dimension.Duration),
            PurgeFiles = Thresholds.Parse("purge-files", options.PurgeFilesWarning, options.PurgeFilesCritical),
            IfNotReplica = NagiosStates.Parse("--if-not-replica", options.IfNotReplica ?? options.IfNotApplicable),
            IfStopped = NagiosStates.Parse("--if-stopped", options.IfStopped),
            IfServerDown = NagiosStates.Parse("--if-server-down", options.IfServerDown),
            Channels = ChannelFilter.Parse("--channels", options.Channels),
            Without = ChannelFilter.Parse("--without-channels", options.WithoutChannels),
            ExpectedStopped = ChannelFilter.Parse("--expect-stopped", options.ExpectStopped),
            Hosts = options.Hosts is { } hosts ? ServerAddress.ParseList(hosts) : [],
            LooksAtSource = (options.SourceDefaultsFile ?? options.SourceBinlogDir) is not null,
        };
    }

    /// <summary>True when the operator wants this channel judged.</summary>
    public bool Selects(string host, string channel) => (Channels.IsEmpty || Channels.Has(host, channel)) && !Without.Has(host, channel);

    /// <summary>The state of a stopped thread of a channel that nobody reports an error of.</summary>
    public NagiosState StateOfStopped(string host, string channel) => ExpectedStopped.Has(host, channel) ? NagiosState.Ok : IfStopped;
}
