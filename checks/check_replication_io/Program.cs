using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run<ReplicationIoOptions>(ReplicationIoCheck.Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<ReplicationIoOptions>(ReplicationIoCheck.Description, args, output, Check);

    internal static NagiosCheckResult Check(ReplicationIoOptions options, CheckRun run)
    {
        var settings = ReplicationIoSettings.Parse(options);
        if (options.Hosts is { } hosts)
        {
            if ((options.Host ?? options.Socket) is not null)
                throw new CheckException("--hosts and --host or --socket exclude each other");
            return Judge(ReplicaProbe.ReadAll(options, run), null, hosts, options, settings, run);
        }

        return ServerCheck.Run(ReplicationIoCheck.Description.Name, options, run, session =>
        {
            var replica = new ReplicaReading("", ReplicaProbe.Read(session));
            return Judge([replica], SourceServer.ReadOwnSilence(session, run), session.Place, options, settings, run);
        });
    }

    private static NagiosCheckResult Judge(
        IReadOnlyList<ReplicaReading> replicas, SourceReading? itself, string place, ReplicationIoOptions options, ReplicationIoSettings settings, CheckRun run)
    {
        var source = SourceProbe.Read(options, [.. replicas.SelectMany(replica => replica.Channels)], run);
        run.Stage = "judging";
        using var state = run.OpenState($"channels of {place}");
        var history = new ChannelHistory(state.Load(), run.Clock);
        IReadOnlyList<SourceReading> sources = [.. new[] { itself, source }.OfType<SourceReading>()];
        var result = ReplicationIoCheck.Evaluate(replicas, sources, history, settings, run.Clock.WallSeconds);
        if (history.Records.Count > 0 && history.IsNews)
            _ = state.Save(new StateSnapshot(run.Clock, history.Records));
        if (state.Problem is { } problem)
            result.Note($"{problem}; so it is not known since when a connection is lost");
        return result;
    }
}
