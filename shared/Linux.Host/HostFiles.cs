using System.Runtime.InteropServices;
using System.Text;
using Nagios.Plugin;

namespace Linux.Host;

/// <summary>
/// Reads this host's files, or a captured tree of them, below one root. Made for /proc and /sys: sizes there are 0 or lies, so
/// files are read to their end; and reading must never block, so files are opened non-blocking.
/// </summary>
/// <param name="root">"/" or the folder that holds a captured proc, sys, etc and lib.</param>
public sealed class HostFiles(string root)
{
    private const int DefaultLimit = 4 * 1024 * 1024;
    private readonly string _root = root.TrimEnd('/');

    /// <summary>True when a captured tree is read and not this host.</summary>
    public bool IsCaptured => _root.Length > 0;

    /// <summary>The real path of a host path such as <c>/proc/modules</c>.</summary>
    public string PathOf(string path) => _root + path;

    /// <summary>Reads a text file.</summary>
    /// <param name="path">Absolute path below the root.</param>
    /// <param name="maximumBytes">Where a larger file ends the reading as <see cref="FileOutcome.TooLarge"/>.</param>
    public unsafe FileContent Read(string path, int maximumBytes = DefaultLimit)
    {
        var real = PathOf(path);
        var file = NativeMethods.OpenAt(NativeMethods.AtCurrentDirectory, real, NativeMethods.ReadOnly | NativeMethods.CloseOnExec | NativeMethods.NonBlocking, 0);
        if (file < 0)
            return Unread(real, Marshal.GetLastPInvokeError());

        var buffer = new byte[8192];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length >= maximumBytes)
                        return new FileContent(real, FileOutcome.TooLarge, "");
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 4, Math.Max(maximumBytes, buffer.Length)));
                }

                nint got;
                fixed (byte* start = buffer)
                    got = NativeMethods.Read(file, start + length, buffer.Length - length);
                if (got == 0)
                    return new FileContent(real, FileOutcome.Read, Encoding.UTF8.GetString(buffer, 0, length));
                if (got > 0)
                    length += (int)got;
                else if (Marshal.GetLastPInvokeError() is var error and not NativeMethods.ErrorInterrupted)
                    return Unread(real, error);
            }
        }
        finally
        {
            _ = NativeMethods.Close(file);
        }
    }

    /// <summary>What a symbolic link holds; null when it is missing or may not be read.</summary>
    public unsafe string? ReadLink(string path)
    {
        const int Room = 4096;
        var buffer = stackalloc byte[Room];
        var length = NativeMethods.ReadLinkAt(NativeMethods.AtCurrentDirectory, PathOf(path), buffer, Room);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }

    /// <summary>The status of a path; null when it is missing or may not be seen.</summary>
    public FileStatus? Status(string path, bool followLinks = true) => FileStatus.Read(PathOf(path), followLinks);

    /// <summary>The names in a directory, unsorted; null when it is missing.</summary>
    /// <exception cref="CheckException">The directory is there and could not be listed.</exception>
    public IReadOnlyList<string>? List(string path)
    {
        var real = PathOf(path);
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(real).Select(entry => Path.GetFileName(entry))];
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CheckException($"{real} may not be listed by this user");
        }
        catch (IOException failure)
        {
            throw new CheckException($"{real} cannot be listed", failure);
        }
    }

    private static FileContent Unread(string path, int error) => error switch
    {
        NativeMethods.ErrorNoEntry or NativeMethods.ErrorNotDirectory or NativeMethods.ErrorNoProcess => new FileContent(path, FileOutcome.Missing, ""),
        NativeMethods.ErrorAccess or NativeMethods.ErrorNotPermitted => new FileContent(path, FileOutcome.Denied, ""),
        _ => new FileContent(path, FileOutcome.Failed, "", error),
    };
}
