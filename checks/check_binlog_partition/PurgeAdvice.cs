using System.Globalization;

namespace NagiosChecks.BinlogPartition;

/// <summary>What purging by hand would free, and with which statement.</summary>
/// <param name="Statement">The statement, naming the file that is being written: everything before it would go.</param>
/// <param name="Bytes">What that frees.</param>
/// <param name="Files">How many files.</param>
internal sealed record PurgeAdvice(string Statement, double Bytes, int Files)
{
    /// <summary>The advice for a list of binlogs; null when there is only the one that is being written.</summary>
    public static PurgeAdvice? For(IReadOnlyList<BinlogFile> files)
    {
        if (files.Count < 2)
            return null;
        var bytes = 0d;
        for (var index = 0; index < files.Count - 1; index++)
            bytes += files[index].Size;
        return new PurgeAdvice(string.Create(CultureInfo.InvariantCulture, $"PURGE BINARY LOGS TO '{files[^1].Name.Text}'"), bytes, files.Count - 1);
    }

    /// <summary>What the server will remove in time by itself, as far as that is certain.</summary>
    public static PurgePlan Plan(IReadOnlyList<BinlogFile> files, ServerFacts? server, double now)
    {
        // A replica that is connected and behind may hold a file; one that MariaDB waits for may never come.
        if (server is not { PurgesByItself: true, MaxBinlogSize: > 0 } || server.ConnectedReplicas is not { } replicas || server.ReplicasBehind > 0
            || replicas < server.ReplicasNeededForPurge)
            return PurgePlan.None;

        var expiring = new List<(double Seconds, double Bytes)>();
        if (server.ExpireSeconds is { } age and > 0)
        {
            for (var index = 0; index < files.Count - 1 && files[index].Modified is { } modified; index++)
                expiring.Add((Math.Max(0, modified + age - now), files[index].Size));
        }

        expiring.Sort();
        return new PurgePlan(expiring, server.MaxBinlogSize, server.SpaceLimit > 0 ? server.SpaceLimit + 2d * server.MaxBinlogSize : null);
    }
}
