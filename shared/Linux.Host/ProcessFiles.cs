using System.Globalization;
using System.Text;

namespace Linux.Host;

/// <summary>
/// Files as a process of this host names them: from its own root directory, and opened with no more rights than its user has. A
/// process of a stranger may name any file in its arguments; root must not read for it what it could not read itself.
/// </summary>
/// <remarks>
/// Where this process is not root, files are opened with its own rights, and a path is taken as it stands when the other process's
/// root directory may not be seen.
/// </remarks>
public sealed class ProcessFiles : IDisposable
{
    private const int MaximumBytes = 1024 * 1024;

    private readonly FileDescriptor? _root;
    private readonly ProcessRights _rights;

    private ProcessFiles(string id, FileDescriptor? root, ProcessRights rights, bool hasOwnMounts)
    {
        Id = id;
        _root = root;
        _rights = rights;
        HasOwnMounts = hasOwnMounts;
    }

    /// <summary>The process's number.</summary>
    public string Id { get; }

    /// <summary>The process's effective user.</summary>
    public uint UserId => _rights.UserId;

    /// <summary>True when the process is known to have mounts of its own, as in a container.</summary>
    public bool HasOwnMounts { get; }

    /// <summary>Looks at a process; null when it has ended or its status may not be read.</summary>
    /// <param name="id">Its number.</param>
    public static ProcessFiles? Open(string id)
    {
        var host = new HostFiles("/");
        if (host.Read($"/proc/{id}/status") is not { Outcome: FileOutcome.Read } status
            || ProcessRights.Parse(status.Text) is not { } rights)
            return null;
        var mounts = host.ReadLink($"/proc/{id}/ns/mnt");
        var hasOwnMounts = mounts is not null && host.ReadLink("/proc/self/ns/mnt") is { } own && own != mounts;
        var root = RunningUser.Id == 0 ? FileDescriptor.Open($"/proc/{id}/root", FileOpening.PathOnly | FileOpening.Directory, out _)
            : null;
        return new ProcessFiles(id, root, rights, hasOwnMounts);
    }

    /// <summary>Reads a regular file to its end; what is no regular file is not opened for reading.</summary>
    /// <param name="path">Absolute, as the process names it.</param>
    /// <param name="status">Owner and mode of the file that was opened; null when none was.</param>
    public FileContent Read(string path, out FileStatus? status)
    {
        status = null;
        // O_PATH first: opening a device or some files of /proc for reading is an action by itself.
        using var place = OpenBelow(path, FileOpening.PathOnly, out var error);
        if (place is null)
            return Unread(path, error);
        if (place.Status is not { IsRegularFile: true })
            return Unread(path, SystemError.NotARegularFile);
        using var file = OpenBelow(path, FileOpening.Read | FileOpening.NonBlocking, out error);
        if (file is null)
            return Unread(path, error);
        status = file.Status;
        if (status is not { IsRegularFile: true })
            return Unread(path, SystemError.NotARegularFile);
        error = file.ReadAll(MaximumBytes, out var content);
        return error == 0 ? new FileContent(path, FileOutcome.Read, Encoding.UTF8.GetString(content)) : Unread(path, error);
    }

    /// <summary>The status of a path; null when it is missing or may not be seen.</summary>
    public FileStatus? Status(string path)
    {
        using var place = OpenBelow(path, FileOpening.PathOnly, out _);
        return place?.Status;
    }

    /// <summary>The names in a directory, unsorted; null when it is missing or may not be listed.</summary>
    public IReadOnlyList<string>? List(string path)
    {
        using var directory = OpenBelow(path, FileOpening.Read | FileOpening.Directory, out _);
        if (directory is null)
            return null;
        try
        {
            var open = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Number}");
            return [.. Directory.EnumerateFileSystemEntries(open).Select(entry => Path.GetFileName(entry))];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where a path of the process is for this process: below /proc/PID/root for one with mounts of its own.</summary>
    public string PathOf(string path) => HasOwnMounts ? $"/proc/{Id}/root{path}" : path;

    /// <summary>Closes the root directory.</summary>
    public void Dispose() => _root?.Dispose();

    private FileDescriptor? OpenBelow(string path, FileOpening how, out int error)
    {
        // Without a root of its own to begin at, the path of a process with other mounts would name another file.
        if (_root is null)
        {
            error = HasOwnMounts ? SystemError.Access : 0;
            return HasOwnMounts ? null : FileDescriptor.Open(path, how, out error);
        }

        var number = -1;
        error = _rights.Lend(() => NativeMethods.OpenInRoot(_root.Number, path, FileDescriptor.FlagsOf(how), out number));
        if (error == SystemError.NoSuchCall && !HasOwnMounts)
            error = _rights.Lend(
                () => (number = FileDescriptor.OpenNumber(NativeMethods.AtCurrentDirectory, path, how, out var failed)) < 0 ? failed : 0);
        return error == 0 ? new FileDescriptor(number) : null;
    }

    private static FileContent Unread(string path, int error) => error switch
    {
        SystemError.NoEntry or SystemError.NotDirectory or SystemError.NoProcess => new FileContent(path, FileOutcome.Missing, ""),
        SystemError.Access or SystemError.NotPermitted => new FileContent(path, FileOutcome.Denied, ""),
        SystemError.FileTooLarge => new FileContent(path, FileOutcome.TooLarge, ""),
        _ => new FileContent(path, FileOutcome.Failed, "", error),
    };
}
