using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Asks servers for their replica status.</summary>
internal static class ReplicaProbe
{
    // What is left for judging and printing when a host of --hosts does not answer.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(300);

    /// <summary>All channels of one server.</summary>
    /// <exception cref="MySqlSessionException">No answer, or the account lacks the right.</exception>
    public static IReadOnlyList<ReplicaStatus> Read(MySqlSession session) =>
        [.. session.Query(Statement(session.Server)).Select(ReplicaStatus.Parse).Where(replica => !replica.IsDormant)];

    /// <summary>All of --hosts, at the same time, so that one that is down does not take the others' time.</summary>
    public static IReadOnlyList<ReplicaReading> ReadAll(ReplicationIoOptions options, CheckRun run)
    {
        var ifServerDown = NagiosStates.Parse("--if-server-down", options.IfServerDown);
        var hosts = ReplicaHost.ParseList(options.Hosts!);
        var readings = new ReplicaReading?[hosts.Count];
        var threads = new Thread[hosts.Count];
        for (var index = 0; index < hosts.Count; index++)
        {
            var slot = index;
            threads[index] = new Thread(() => readings[slot] = ReadOne(hosts[slot], options, run, ifServerDown)) { IsBackground = true };
            threads[index].Start();
        }

        foreach (var thread in threads)
        {
            var left = run.Remaining - Reserve;
            _ = thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return [.. hosts.Select((host, index) => readings[index] ?? new ReplicaReading(host.Label, [], "no answer within the time limit"))];
    }

    private static ReplicaReading ReadOne(ReplicaHost host, ReplicationIoOptions options, CheckRun run, NagiosState ifServerDown)
    {
        try
        {
            using var session = MySqlSession.Open(host.Options(options), run);
            return new ReplicaReading(host.Label, Read(session));
        }
        catch (MySqlSessionException failure)
        {
            return new ReplicaReading(host.Label, [], failure.Message, failure.IsServerDown ? ifServerDown : NagiosState.Unknown);
        }
        catch (Exception failure) when (failure is CheckException or HostException)
        {
            return new ReplicaReading(host.Label, [], failure.Message);
        }
        catch (Exception bug)
        {
            // On a thread of its own nobody else would catch it, and the whole check would crash.
            return new ReplicaReading(host.Label, [], $"internal error, please report it: {bug.GetType().Name}: {bug.Message}");
        }
    }

    // SHOW SLAVE STATUS of MariaDB is the default connection only; MySQL 8.4 knows only the new words.
    private static string Statement(ServerVersion server) =>
        server.IsMariaDb ? "SHOW ALL SLAVES STATUS" : server.IsMySqlSince(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
}
