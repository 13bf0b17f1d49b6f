using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Looks at the source the ways the operator gave: its server, its binlog directory, or both.</summary>
internal static class SourceProbe
{
    private const int MostPlaces = 20;

    /// <summary>Null when no way was given, or when there is no channel that names a source.</summary>
    public static SourceReading? Read(ReplicationIoOptions options, IReadOnlyList<ReplicaStatus> channels,
        CheckRun run, QuestionGuard guard)
    {
        if ((options.SourceDefaultsFile ?? options.SourceBinlogDir) is null || channels.Count == 0)
            return null;
        var incidents = channels.Select(Incident.Of).OfType<Incident>().ToList();
        var places = incidents.Where(incident => incident.Kind.IsInTheBinlog && incident.Place.File.Length > 0)
            .Select(incident => incident.Place).Distinct().Take(MostPlaces).ToList();
        var server = options.SourceDefaultsFile is null ? null : FromServer(options, channels[0], run, guard);
        var folder = options.SourceBinlogDir is null ? null : FromFolder(options.SourceBinlogDir, channels, places, run);
        if (folder is null)
            return server! with { Spots = [.. places.Select(server.JudgeFromList).OfType<BinlogSpot>()] };
        return server is null ? folder : server with
        {
            // The directory knows the times, the server how long it keeps them.
            Logs = folder.Logs.Count > 0 ? folder.Logs : server.Logs,
            Spots = folder.Spots,
            Unseen = [.. server.Unseen, .. folder.Unseen],
            Notes = server.Notes,
            Failure = server.Failure ?? folder.Failure,
        };
    }

    private static SourceReading FromServer(ReplicationIoOptions options, ReplicaStatus channel, CheckRun run, QuestionGuard guard)
    {
        try
        {
            var where = new MySqlOptions { DefaultsFile = options.SourceDefaultsFile, DefaultsGroup = options.DefaultsGroup };
            using var session = MySqlSession.Open(where, run, channel.SourceHost, channel.SourcePort);
            return SourceServer.Read(session, channel.Source, guard) with { Notes = session.Notes };
        }
        catch (Exception failure) when (failure is CheckException or HostException)
        {
            return new SourceReading { Address = channel.Source, Failure = failure };
        }
    }

    private static SourceReading FromFolder(string folder, IReadOnlyList<ReplicaStatus> channels, List<BinlogPlace> places, CheckRun run)
    {
        run.Stage = $"looking into {folder}";
        var file = channels.Select(channel => channel.ReadFile).FirstOrDefault(name => name.Length > 0) ?? "";
        try
        {
            return SourceFolder.Read(folder, file, places, run.Clock.WallSeconds);
        }
        catch (Exception failure) when (failure is CheckException or HostException)
        {
            return new SourceReading { Address = folder, IsDirectory = true, Failure = failure };
        }
    }
}
