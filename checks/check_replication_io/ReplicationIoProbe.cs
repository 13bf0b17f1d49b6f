using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Asks replicas for their status, and looks at their source where the operator says how.</summary>
/// <param name="options">Where the servers are.</param>
/// <param name="limits">The same after checking.</param>
/// <param name="run">This run.</param>
/// <param name="guard">Remembers a source that never answered.</param>
internal sealed class ReplicationIoProbe(ReplicationIoOptions options, ReplicationIoLimits limits, CheckRun run, QuestionGuard guard)
{
    // What is left for judging and printing when a host of --hosts does not answer.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(300);

    /// <summary>One run's measurement.</summary>
    /// <exception cref="CheckException">Nothing could be asked.</exception>
    public ReplicationIoMeasurement Read()
    {
        if (limits.Hosts.Count > 0)
        {
            var replicas = AskAll();
            return new ReplicationIoMeasurement(options.Hosts!, replicas, LookAtSource(replicas));
        }

        return ServerCheck.Ask(options, run, session =>
        {
            var replica = new ReplicaReading("", Channels(session));
            var itself = SourceServer.ReadOwnSilence(session, guard);
            return new ReplicationIoMeasurement(session.Place, [replica],
                [.. new[] { itself }.OfType<SourceReading>(), .. LookAtSource([replica])])
            {
                Notes = session.Notes,
            };
        });
    }

    private static IReadOnlyList<ReplicaStatus> Channels(MySqlSession session) =>
        [.. session.Query(Statement(session.Server)).Select(ReplicaStatus.Parse).Where(replica => !replica.IsDormant)];

    private IReadOnlyList<SourceReading> LookAtSource(IReadOnlyList<ReplicaReading> replicas)
    {
        var channels = replicas.SelectMany(replica =>
            replica.Channels.Where(channel => limits.Selects(replica.Label, channel.Channel))).ToList();
        return SourceProbe.Read(options, channels, run, guard) is { } source ? [source] : [];
    }

    // All at the same time, so that one that is down does not take the others' time.
    private List<ReplicaReading> AskAll()
    {
        var readings = new ReplicaReading?[limits.Hosts.Count];
        var threads = new Thread[limits.Hosts.Count];
        for (var index = 0; index < threads.Length; index++)
        {
            var slot = index;
            threads[index] = new Thread(() => readings[slot] = Ask(limits.Hosts[slot])) { IsBackground = true };
            threads[index].Start();
        }

        foreach (var thread in threads)
        {
            var left = run.Remaining - Reserve;
            _ = thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return [.. limits.Hosts.Select((host, index) => readings[index]
            ?? new ReplicaReading(host.Label, [], new MySqlSessionException(MySqlFailure.Timeout, "no answer within the time limit")))];
    }

    private ReplicaReading Ask(ServerAddress host)
    {
        try
        {
            using var session = MySqlSession.Open(host.Options(options), run);
            return new ReplicaReading(host.Label, Channels(session));
        }
        catch (Exception failure) when (failure is CheckException or HostException)
        {
            return new ReplicaReading(host.Label, [], failure);
        }
        catch (Exception bug)
        {
            // On a thread of its own nobody else would catch it, and the whole check would crash.
            return new ReplicaReading(host.Label, [], new CheckException($"internal error, please report it: {bug.GetType().Name}: "
                + $"{bug.Message}", bug));
        }
    }

    // SHOW SLAVE STATUS of MariaDB is the default connection only; MySQL 8.4 knows only the new words.
    private static string Statement(ServerVersion server) =>
        server.IsMariaDb ? "SHOW ALL SLAVES STATUS" : server.IsMySqlSince(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
}
