using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What the main configuration of Nagios or Naemon (nagios.cfg: key=value lines) says about the engine's files.</summary>
/// <param name="StatusFile">status_file; null where it is not set.</param>
/// <param name="CommandFile">command_file; null where it is not set.</param>
/// <param name="ObjectCacheFile">object_cache_file; null where it is not set.</param>
/// <param name="StatusUpdateInterval">status_update_interval in seconds.</param>
internal sealed record NagiosConfiguration(string? StatusFile, string? CommandFile, string? ObjectCacheFile, double StatusUpdateInterval)
{
    private const double DefaultInterval = 60;

    /// <summary>Where packages and source installations keep it.</summary>
    public static readonly IReadOnlyList<string> UsualPlaces =
    [
        "/etc/nagios4/nagios.cfg", "/etc/nagios/nagios.cfg", "/etc/nagios3/nagios.cfg", "/etc/naemon/naemon.cfg", "/etc/icinga/icinga.cfg",
        "/etc/centreon-engine/centengine.cfg", "/usr/local/nagios/etc/nagios.cfg", "/usr/local/icinga/etc/icinga.cfg",
        "/usr/local/naemon/etc/naemon/naemon.cfg",
    ];

    /// <summary>Reads a configuration; null when there is none at that path.</summary>
    /// <exception cref="CheckException">It is there and cannot be read.</exception>
    public static NagiosConfiguration? Read(HostFiles files, string path) => files.Read(path).TextIfExists() is { } text ? Parse(text)
        : null;

    /// <summary>Reads the text of a configuration; keys that do not matter here are passed over.</summary>
    public static NagiosConfiguration Parse(string text)
    {
        var configuration = new NagiosConfiguration(null, null, null, DefaultInterval);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var equals = line.IndexOf('=');
            if (equals < 0)
                continue;
            var value = line[(equals + 1)..].Trim().ToString();
            configuration = line[..equals].Trim() switch
            {
                "status_file" => configuration with { StatusFile = value },
                "command_file" => configuration with { CommandFile = value },
                "object_cache_file" => configuration with { ObjectCacheFile = value },
                "status_update_interval" when Quantity.TryParse(value, Dimension.Number, out var seconds) && seconds > 0 =>
                    configuration with { StatusUpdateInterval = seconds },
                _ => configuration,
            };
        }

        return configuration;
    }
}
