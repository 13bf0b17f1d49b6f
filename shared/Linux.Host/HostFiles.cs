using System.Text;

namespace Linux.Host;

/// <summary>
/// Reads this host's files, or a captured tree of them, below one root. Made for /proc and /sys: sizes there are 0 or lies, so
/// files are read to their end; and reading must never block, so files are opened non-blocking and only regular ones are read.
/// </summary>
public sealed class HostFiles
{
    private const int DefaultLimit = 4 * 1024 * 1024;
    private readonly string _root;
    private readonly RootedPaths? _rooted;

    /// <summary>The files of a tree.</summary>
    /// <param name="root">"/" or the folder that holds a captured proc, sys, etc and lib.</param>
    /// <exception cref="HostException">There is no such folder: in a tree that is not there every file would count as
    /// missing, and nothing wrong would be found.</exception>
    public HostFiles(string root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _root = root.TrimEnd('/');
        if (root.Length == 0 || (IsCaptured && FileStatus.Read(_root) is not { IsDirectory: true }))
            throw new HostException($"{root} is not a directory that this user can see");
        _rooted = IsCaptured ? new RootedPaths(_root) : null;
    }

    /// <summary>The host's whole name as gethostname(2) has it, domain included where it has one; null when it cannot be read.</summary>
    public string? HostName() => Read("/proc/sys/kernel/hostname") is { Outcome: FileOutcome.Read } name ? name.Text.TrimEnd('\n') : null;

    /// <summary>True when a captured tree is read and not this host.</summary>
    public bool IsCaptured => _root.Length > 0;

    /// <summary>The real path of a host path such as <c>/proc/modules</c>.</summary>
    public string PathOf(string path) => _root + path;

    /// <summary>Reads a text file.</summary>
    /// <param name="path">Absolute path below the root.</param>
    /// <param name="maximumBytes">Where a larger file ends the reading as <see cref="FileOutcome.TooLarge"/>.</param>
    public FileContent Read(string path, int maximumBytes = DefaultLimit)
    {
        var real = PathOf(path);
        if (Place(path, followLinks: true) is not { } place)
            return Unread(real, SystemError.Loop);
        using var file = FileDescriptor.Open(place, FileOpening.Read | FileOpening.NonBlocking, out var error);
        if (file is null)
            return Unread(real, error);
        if (file.Status is { IsRegularFile: false } other)
            return Unread(real, other.IsDirectory ? SystemError.IsDirectory : SystemError.NotARegularFile);
        error = file.ReadAll(maximumBytes, out var content);
        return error == 0 ? new FileContent(real, FileOutcome.Read, Encoding.UTF8.GetString(content)) : Unread(real, error);
    }

    /// <summary>What a symbolic link holds; null when it is missing or may not be read.</summary>
    public unsafe string? ReadLink(string path)
    {
        const int Room = 4096;
        var buffer = stackalloc byte[Room];
        if (Place(path, followLinks: false) is not { } place)
            return null;
        var length = NativeMethods.ReadLinkAt(NativeMethods.AtCurrentDirectory, place, buffer, Room);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }

    /// <summary>The status of a path; null when it is missing or may not be seen.</summary>
    public FileStatus? Status(string path, bool followLinks = true) =>
        Place(path, followLinks) is { } place ? FileStatus.Read(place, followLinks && _rooted is null) : null;

    /// <summary>The names in a directory, unsorted; null when it is missing or no directory.</summary>
    /// <exception cref="HostException">The directory is there and could not be listed.</exception>
    public IReadOnlyList<string>? List(string path)
    {
        var real = PathOf(path);
        if (Place(path, followLinks: true) is not { } place)
            throw new HostException($"{real} cannot be listed: {SystemError.Text(SystemError.Loop)}");
        var names = DirectoryNames.Read(place, out var error);
        return error switch
        {
            0 => names,
            // A process that has just ended has no directory any more.
            SystemError.NoEntry or SystemError.NotDirectory or SystemError.NoProcess => null,
            SystemError.Access or SystemError.NotPermitted => throw new HostException($"{real} may not be listed by this user"),
            _ => throw new HostException($"{real} cannot be listed: {SystemError.Text(error)}"),
        };
    }

    // Where a path of the captured host leads: never out of the tree, whatever its links say.
    private string? Place(string path, bool followLinks) => _rooted is null ? path : _rooted.Resolve(path, followLinks);

    private static FileContent Unread(string path, int error) => error switch
    {
        SystemError.NoEntry or SystemError.NotDirectory or SystemError.NoProcess => new FileContent(path, FileOutcome.Missing, ""),
        SystemError.Access or SystemError.NotPermitted => new FileContent(path, FileOutcome.Denied, ""),
        SystemError.FileTooLarge => new FileContent(path, FileOutcome.TooLarge, ""),
        _ => new FileContent(path, FileOutcome.Failed, "", error),
    };
}
