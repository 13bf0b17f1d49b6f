using Linux.Host;
using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>Asks the servers of a tree, or reads a recording, and reads the option files of servers that run on this host.</summary>
/// <param name="options">Login, and which servers.</param>
/// <param name="limits">The same after checking.</param>
/// <param name="run">This run.</param>
internal sealed class ConfigDriftProbe(ConfigDriftOptions options, ConfigDriftLimits limits, CheckRun run)
{
    /// <summary>One run's measurement.</summary>
    /// <exception cref="CheckException">Nothing could be asked, or the recording is none.</exception>
    public ConfigDriftMeasurement Read()
    {
        var tree = new TreeReader(options, limits.Choice, run)
        {
            More = server => DriftQuestions.For(server, options.TableEngines, options.Accounts),
        }.Read();
        run.Stage = "reading the servers' option files";
        var servers = new List<ServerReading>();
        var files = limits.Choice.Replay is { } folder ? null : new LocalOptionFiles(new HostFiles("/"));
        foreach (var server in tree.Servers)
            servers.Add(files?.Of(server) ?? RecordedOptionFiles.Of(limits.Choice.Replay!, server));
        return new ConfigDriftMeasurement(servers)
        {
            RecordedAt = tree.IsReplay ? tree.At : null,
            IsDiscovered = tree.IsDiscovered,
            Notes = tree.Notes,
        };
    }
}
