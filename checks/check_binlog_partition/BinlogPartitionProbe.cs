using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Reads the world: the server if there is a login, the file system first of all that could hang, then the files.</summary>
internal static class BinlogPartitionProbe
{
    // A full disk makes the server's log lists hang; this much room must be left before they are asked.
    private const long RoomToAsk = 16 * 1024 * 1024;
    private const int RoomToAskPart = 50;

    /// <exception cref="CheckException">The directory or its file system cannot be looked at.</exception>
    /// <exception cref="CheckNotApplicableException">No server here, or it writes no binlog.</exception>
    public static PartitionView Read(BinlogPartitionOptions options, PartitionLimits limits, CheckRun run)
    {
        var files = new HostFiles("/");
        var notes = new List<string>();
        using var login = ServerLogin.Try(options, run);
        var server = login.Facts;
        if (server is { LogsBinary: false })
            throw new CheckNotApplicableException($"{server.Version} writes no binlog (log_bin is OFF)");

        var location = Locate(options, login, files, notes, run);
        var directory = location.Directory;
        if (options.Path is not null && server?.Basename is { } basename && location.AreOthers(basename))
        {
            notes.Add($"the server that answers writes its binlogs to {UntrustedText.Clean(basename, 200)}, not to {directory}: what it says is left out");
            server = null;
        }

        var mount = MountOf(files, location, run);
        run.Stage = $"asking for the free space of {(mount is null ? directory : mount.ToString())}";
        var usage = FileSystemUsage.Read(directory);
        if (usage.TotalBytes == 0)
            throw new CheckException($"{directory} is on {(mount is null ? "a file system" : mount.ToString())} without any space to fill, so no binlogs are there ({location.FoundBy})");

        var room = usage.AvailableBytes >= RoomToAsk && usage.AvailableBytes >= usage.TotalBytes / RoomToAskPart && server is { SaysNoRoom: false, LogIsBusy: false };
        var (list, failure, grant) = List(location, limits, run, notes);
        if (list is { Count: 0 } && location.LogBinIsUnset)
            throw new CheckNotApplicableException($"the server here writes no binlog: log_bin is not set and none are in {directory}");
        if (list is null && room && login.Session is { } lists && ServerQuestions.AskFiles(lists) is { } listed)
        {
            list = listed;
            notes.Add($"{failure}; their sizes come from the server, and growth from samples of this check");
            failure = grant = null;
        }

        run.Stage = $"reading the samples of earlier runs for {directory}";
        var history = Remember(location, list ?? [], usage, run, notes);
        // Last, when all else is known and kept: of all questions this one may have to wait.
        if (room && login.Session is { IsWaiting: false } session)
            server = ServerQuestions.AskOpenBinlog(session, server!);
        notes.AddRange(login.Notes);
        var data = location.DataDirectory ?? server?.DataDirectory;
        return new PartitionView
        {
            Directory = directory,
            FoundBy = location.FoundBy,
            Mount = mount,
            Usage = usage,
            Files = list,
            ListingFailure = failure,
            ListingGrant = grant,
            History = history,
            Server = server,
            LoginFailure = login.Failure,
            SharesDiskWith = SharedDisk(files, location with { DataDirectory = data }, mount, run),
            DataIsKnown = data is not null,
            Notes = notes,
        };
    }

    private static BinlogLocation Locate(BinlogPartitionOptions options, ServerLogin login, HostFiles files, List<string> notes, CheckRun run)
    {
        if (options.Path is { } path)
        {
            var full = BinlogLocation.Absolute(path);
            run.Stage = StageOf(MountTable.Read(files), full);
            return BinlogLocation.FromPath(path);
        }

        if (login is { Session: { } session, Facts: { Basename: not null } server })
            return BinlogLocation.FromServer(files, server, session);
        try
        {
            return BinlogLocation.FromProcesses(files, notes);
        }
        catch (CheckNotApplicableException) when (login.Failure is not null)
        {
            // A server that somebody named is meant to be there.
            throw login.Failure;
        }
    }

    private static Mount? MountOf(HostFiles files, BinlogLocation location, CheckRun run)
    {
        // By text first: the mount is to be named if even looking at the path hangs.
        var inside = location.PathInside;
        var mounts = MountTable.Read(files, location.Process);
        run.Stage = StageOf(mounts, inside);
        return mounts.Holding(location.Process == "self" ? MountTable.Resolve(inside) ?? inside : inside);
    }

    private static string StageOf(MountTable mounts, string path) => $"looking at {path}{(mounts.Holding(path) is { } mount ? $" on {mount}" : "")}";

    private static (List<BinlogFile>? Files, string? Failure, string? Grant) List(BinlogLocation location, PartitionLimits limits, CheckRun run, List<string> notes)
    {
        var directory = location.Directory;
        run.Stage = $"listing {directory}";
        try
        {
            return (BinlogDirectory.List(directory, location.Prefix, run.Clock.WallSeconds - 2 * limits.LongWindow, notes), null, null);
        }
        catch (UnauthorizedAccessException)
        {
            var user = UntrustedText.Clean(Environment.UserName, 40);
            return (null, $"the binlogs in {directory} may not be listed by user {user}",
                $"Let {user} list them: setfacl -m u:{user}:rx {directory} (and x on the directories above), or usermod -a -G with the directory's group, or a login with --defaults-extra-file");
        }
        catch (DirectoryNotFoundException)
        {
            throw new CheckException($"{directory} does not exist ({location.FoundBy})");
        }
        catch (IOException failure)
        {
            throw new CheckException($"{directory} cannot be listed", failure);
        }
    }

    private static FillHistory Remember(BinlogLocation location, List<BinlogFile> files, FileSystemUsage usage, CheckRun run, List<string> notes)
    {
        var status = FileStatus.Read(location.Directory);
        var device = status is { } known ? $"{known.DeviceMajor}:{known.DeviceMinor}" : "-";
        var newest = files.Count > 0 ? files[^1] : default;
        var sample = new PartitionSample(run.Clock, device, usage.TotalBytes, usage.UsedBytes, files.Sum(file => file.Size), files.Count > 0 ? newest.Number : 0, newest.Size);
        // A container's server has another process id after every start; what stays is its directory.
        var place = location.Process == "self" ? location.Directory : $"{location.PathInside} of {device} inode {status?.Inode}";
        using var store = run.OpenState($"{place}/{location.Prefix}");
        var earlier = SampleHistory.Read(store.Load()?.Records ?? [], run.Clock);
        var history = FillHistory.Of(files, earlier, sample);
        store.Save(new StateSnapshot(run.Clock, SampleHistory.Records([.. earlier, history.Counted(sample, earlier)], run.Clock)));
        if (store.Problem is { } problem)
            notes.Add(problem);
        return history;
    }

    private static string? SharedDisk(HostFiles files, BinlogLocation location, Mount? mount, CheckRun run)
    {
        if (location.DataDirectory is not { } data || mount is null)
            return null;
        run.Stage = $"looking at the disks below {data}";
        var mounts = MountTable.Read(files, location.Process);
        var inside = location.Process == "self" ? MountTable.Resolve(data) ?? data : data[$"/proc/{location.Process}/root".Length..];
        if (mounts.Holding(inside) is not { } other)
            return null;
        if (other.Device == mount.Device)
            return $"the data in {data} (the same file system, {mount})";
        var shared = BlockDevices.DisksBelow(files, mount).Intersect(BlockDevices.DisksBelow(files, other), StringComparer.Ordinal).ToList();
        return shared.Count > 0 ? $"the data in {data} (disk {string.Join(", ", shared.Take(4))})" : null;
    }
}
