using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Reads the world: the server if there is a login, the file system first of all that could hang, then the files.</summary>
internal static class BinlogPartitionProbe
{
    // A full disk makes the server's log lists hang; this much room must be left before they are asked.
    private const long RoomToAsk = 16 * 1024 * 1024;
    private const int RoomToAskPart = 50;

    // Who has which file open is looked up only while it may matter: there may be thousands of open files.
    private const double ShortOfRoom = 0.2;

    /// <param name="options">What the operator wrote.</param>
    /// <param name="limits">What it means.</param>
    /// <param name="recall">Gives the place of earlier runs; called only when no server is found.</param>
    /// <param name="run">This run.</param>
    /// <exception cref="CheckException">The directory or its file system cannot be looked at.</exception>
    /// <exception cref="CheckNotApplicableException">No server here, or it writes no binlog.</exception>
    public static BinlogPartitionMeasurement Read(BinlogPartitionOptions options, BinlogPartitionLimits limits,
        Func<RememberedPlace?> recall, CheckRun run)
    {
        var files = new HostFiles("/");
        var notes = new List<string>();
        using var login = ServerLogin.Try(options, run);
        if (login.Facts is { LogsBinary: false } off)
            throw new CheckNotApplicableException($"{off.Version} writes no binlog (log_bin is OFF)");
        var location = PlaceProbe.Locate(options, limits, login, notes, recall, run);
        var server = login.Facts;
        if (options.Path is not null && server?.Basename is { } basename && location.AreOthers(basename))
        {
            notes.Add($"the server that answers writes its binlogs to {UntrustedText.Clean(basename, 200)}, not to {location.Directory}: "
                + $"what it says is left out");
            server = null;
        }

        return Look(files, location, new ServerSeen(login, server), limits, notes, run);
    }

    private sealed record ServerSeen(ServerLogin Login, ServerFacts? Facts);

    private static BinlogPartitionMeasurement Look(
        HostFiles files, BinlogLocation location, ServerSeen seen, BinlogPartitionLimits limits, List<string> notes, CheckRun run)
    {
        var directory = location.Directory;
        var mount = PlaceProbe.MountOf(files, location, run);
        run.Stage = $"asking for the free space of {(mount is null ? directory : mount.ToString())}";
        var usage = UsageOf(location, mount);
        var server = seen.Facts;
        var hasRoom = usage.AvailableBytes >= RoomToAsk && usage.AvailableBytes >= usage.TotalBytes / RoomToAskPart
            && server is { SaysNoRoom: false, LogIsBusy: false };
        var (list, unlisted) = ListOrAsk(location, hasRoom ? seen.Login.Session : null, limits, run, notes, out var holdsOthers);

        // Of all questions this one may have to wait.
        if (hasRoom && seen.Login.Session is { IsWaiting: false } session)
            server = ServerQuestions.AskOpenBinlog(session, server!);
        notes.AddRange(seen.Login.Notes);
        var data = location.DataDirectory ?? server?.DataDirectory;
        var (device, identity) = IdentityOf(directory);
        run.Stage = $"looking at what takes the space of {directory}";
        var process = usage.AvailableBytes < ShortOfRoom * usage.TotalBytes ? location.ProcessId : null;
        return new BinlogPartitionMeasurement
        {
            Directory = directory,
            Prefix = location.Prefix,
            FoundBy = location.FoundBy,
            IsRemembered = location.IsRemembered,
            Device = identity,
            Mount = mount,
            Volume = mount is null ? VolumeKind.Other : Volumes.KindOf(files, mount),
            Usage = usage,
            QuotaRoom = mount is null ? null : Quotas.RoomOf(files, mount),
            Files = list,
            Unlisted = unlisted,
            Server = server,
            LoginFailure = seen.Login.Failure,
            Shared = SharedDiskProbe.Read(files, location with { DataDirectory = data }, mount, run),
            Data = DataPlaceOf(directory, data, device),
            Use = SpaceProbe.Read(Directories(location, server, data, holdsOthers), device, process, run.Clock.WallSeconds),
            OtherPlaces = OtherPlaces(location, server, data),
            Held = process is not null && list is { Count: > 1 } ? OpenBinlogs.Of(process, list) : [],
            Notes = notes,
        };
    }

    // The directory's device, and the directory itself by device and inode; "-" where it cannot be seen.
    private static (string Device, string Identity) IdentityOf(string directory) => FileStatus.Read(directory) is { } status
        ? ($"{status.DeviceMajor}:{status.DeviceMinor}", $"{status.DeviceMajor}:{status.DeviceMinor}/{status.Inode}") : ("-", "-");

    private static FileSystemUsage UsageOf(BinlogLocation location, Mount? mount)
    {
        var usage = FileSystemUsage.Read(location.Directory);
        return usage.TotalBytes > 0 ? usage : throw new CheckException(
            $"{location.Directory} is on {(mount is null ? "a file system" : mount.ToString())} without any space to fill, so no binlogs "
                + $"are "
                + $"there ({location.FoundBy})");
    }

    // By the server's own list where the directory may not be listed; not while the server may have no room, when the question hangs.
    private static (List<BinlogFile>? Files, UnlistedBinlogs? Unlisted) ListOrAsk(
        BinlogLocation location, MySqlSession? session, BinlogPartitionLimits limits, CheckRun run, List<string> notes,
            out bool holdsOthers)
    {
        var (list, unlisted) = List(location, limits, run, notes, out holdsOthers);
        if (list is { Count: 0 } && location.LogBinIsUnset)
            throw new CheckNotApplicableException($"the server here writes no binlog: log_bin is not set and none are in "
                + location.Directory);
        if (list is not null || session is null || ServerQuestions.AskFiles(session) is not { } listed)
            return (list, unlisted);
        notes.Add($"the binlogs in {location.Directory} may not be listed by user {unlisted!.User}; their sizes come from the server, and "
            + $"growth from samples of this check");
        return (listed, null);
    }

    private static (List<BinlogFile>? Files, UnlistedBinlogs? Unlisted) List(
        BinlogLocation location, BinlogPartitionLimits limits, CheckRun run, List<string> notes, out bool holdsOthers)
    {
        holdsOthers = false;
        var directory = location.Directory;
        run.Stage = $"listing {directory}";
        try
        {
            return (BinlogDirectory.List(directory, location.Prefix, run.Clock.WallSeconds - 2 * limits.LongWindow, notes,
                out holdsOthers), null);
        }
        catch (UnauthorizedAccessException failure)
        {
            return (null, new UnlistedBinlogs(UntrustedText.Clean(Environment.UserName, 40), failure is UnsearchableDirectoryException));
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

    private static DataPlace DataPlaceOf(string directory, string? data, string device)
    {
        if (data is not null && FileStatus.Read(data) is { } status)
            return $"{status.DeviceMajor}:{status.DeviceMinor}" == device ? DataPlace.SameFileSystem : DataPlace.Apart;
        // Without a login a data directory is known by its own files.
        return FileStatus.Read($"{directory}/ibdata1") is not null || FileStatus.Read($"{directory}/aria_log_control") is not null
            ? DataPlace.SameFileSystem : DataPlace.Unknown;
    }

    // The directory of the binlogs itself was just listed: without other users' files it is not listed again.
    private static List<string> Directories(BinlogLocation location, ServerFacts? server, string? data, bool holdsOthers)
    {
        var directories = new List<string>();
        if (holdsOthers)
            directories.Add(location.Directory);
        if (data is not null && (holdsOthers || data.TrimEnd('/') != location.Directory))
            directories.Add(data.TrimEnd('/'));
        if (server?.TemporaryDirectory is { Length: > 1 } temporary && location.Process == "self")
            directories.Add(temporary.TrimEnd('/'));
        return directories;
    }

    // Where the server may wait for room besides the binlogs; asked only when it says that it waits.
    private static List<FullPlace> OtherPlaces(BinlogLocation location, ServerFacts? server, string? data)
    {
        var places = new List<FullPlace>();
        if (server is not { SaysNoRoom: true })
            return places;
        Add("the data directory", data);
        Add("tmpdir", location.Process == "self" ? server.TemporaryDirectory : null);
        return places;

        void Add(string what, string? directory)
        {
            try
            {
                if (directory is not null)
                    places.Add(new FullPlace(what, directory, FileSystemUsage.Read(directory).AvailableBytes));
            }
            catch (HostException)
            {
                // A place that cannot be asked is simply not named.
            }
        }
    }
}
