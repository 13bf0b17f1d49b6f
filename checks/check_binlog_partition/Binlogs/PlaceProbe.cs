using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Finds out where the binlogs are.</summary>
internal static class PlaceProbe
{
    /// <summary>The place that the options name, that the server or its process says, or that earlier runs found.</summary>
    /// <exception cref="CheckException">It cannot be found out.</exception>
    /// <exception cref="CheckNotApplicableException">No server is here, and none was in earlier runs.</exception>
    public static BinlogLocation Locate(
        BinlogPartitionOptions options, BinlogPartitionLimits limits, ServerLogin login, List<string> notes,
        Func<RememberedPlace?> recall, CheckRun run)
    {
        var files = new HostFiles("/");
        if (options.Path is { } path)
        {
            run.Stage = StageOf(MountTable.Read(files), BinlogLocation.Absolute(path));
            return BinlogLocation.FromPath(path);
        }

        if (login is { Session: { } session, Facts: { Basename: not null } server })
            return BinlogLocation.FromServer(files, server, session);
        try
        {
            return BinlogLocation.FromProcesses(files, notes);
        }
        catch (Exception nothing) when (nothing is NoServerException || (nothing is CheckNotApplicableException
            && login.Failure is not null))
        {
            // What a stopped server left behind still fills: a full disk may be why it stopped.
            if (recall() is { } place && FileStatus.Read(place.Directory) is { IsDirectory: true })
                return BinlogLocation.Remembered(place);
            // A server that somebody named is meant to be there.
            if (login.Failure is { } failure)
                throw failure.IsServerDown ? Down(failure, limits) : failure;
            throw Hidden(files) is { } hidden ? hidden : ((NoServerException)nothing).Reason;
        }
    }

    // Not even its files could be found.
    private static CheckException Down(CheckException failure, BinlogPartitionLimits limits) =>
        new($"{failure.Message}: its partition is not judged, unless --path names the binlogs") { State = limits.IfServerDown,
            Steps = failure.Steps };

    // The process with number 1 is always there: whoever does not see it sees no other user's (proc(5), hidepid).
    private static CheckException? Hidden(HostFiles files) => files.Status("/proc/1") is not null
        && files.Read("/proc/1/comm").Outcome == FileOutcome.Read
        ? null
        : new CheckException(
            "the processes of other users are hidden from this user (/proc is mounted with hidepid), so it is not known whether a server "
            + "runs here: name the binlogs with --path, or give the check a login");

    /// <summary>The mount that holds the place; null when the table has none.</summary>
    public static Mount? MountOf(HostFiles files, BinlogLocation location, CheckRun run)
    {
        // By text first: the mount is to be named if even looking at the path hangs.
        var inside = location.PathInside;
        var mounts = MountTable.Read(files, location.Process);
        run.Stage = StageOf(mounts, inside);
        return mounts.Holding(location.Process == "self" ? MountTable.Resolve(inside) ?? inside : inside);
    }

    private static string StageOf(MountTable mounts, string path) =>
        $"looking at {path}{(mounts.Holding(path) is { } mount ? $" on {mount}" : "")}";
}

/// <summary>No server was found.</summary>
/// <param name="reason">What is said when none was here in earlier runs either.</param>
internal sealed class NoServerException(Exception reason) : Exception(reason.Message)
{
    /// <summary>What is said when none was here in earlier runs either.</summary>
    public Exception Reason { get; } = reason;
}
