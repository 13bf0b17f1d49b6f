using MySql.Session;
using Nagios.Plugin;

namespace MySql.ReplicationTree;

/// <summary>Which servers are looked at, after the options were checked.</summary>
/// <param name="Hosts">The servers of --hosts; empty where they are to be found.</param>
/// <param name="ServerLimit">How long one server may take.</param>
/// <param name="Record">The directory to keep the answers in; null for none.</param>
/// <param name="Replay">The directory to judge in place of servers; null for servers.</param>
public sealed record TreeChoice(IReadOnlyList<ServerAddress> Hosts, TimeSpan ServerLimit, string? Record, string? Replay)
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">An option is not what it should be, or two exclude each other.</exception>
    public static TreeChoice Of(TreeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.Hosts is not null && (options.Host ?? options.Socket) is not null)
            throw new CheckException("--hosts and --host or --socket exclude each other");
        if (options.Replay is not null && (options.Hosts ?? options.Host ?? options.Socket) is not null)
            throw new CheckException("--replay takes the place of servers: leave --hosts, --host and --socket out");
        if (options.Replay is not null && options.Record is not null)
            throw new CheckException("--replay and --record exclude each other");
        return new TreeChoice(
            options.Hosts is { } hosts ? ServerAddress.ParseList(hosts) : [],
            TimeSpan.FromSeconds(Quantity.Parse("--server-limit", options.ServerLimit, Dimension.Duration, 1, 60)),
            options.Record,
            options.Replay);
    }
}
