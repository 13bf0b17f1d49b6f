using System.Globalization;
using Linux.Host;

namespace MySql.Session;

/// <summary>The Unix sockets that processes listen on: /proc/PID/net/unix (proc(5)), and as far as rights go, which of them are a process's
/// own
/// (/proc/PID/fd).</summary>
internal sealed class ListeningSockets
{
    // SO_ACCEPTCON, the flag of a listening socket (linux/net.h).
    private const int Accepts = 0x10000;

    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    private ListeningSockets()
    {
    }

    /// <summary>True when the process listens under this path, or, where its descriptors may not be seen, when anybody does.</summary>
    internal bool Contains(string path) => _paths.Contains(path);

    /// <summary>Reads the sockets of a process's network namespace.</summary>
    /// <param name="files">This host, or a captured tree.</param>
    /// <param name="id">The process.</param>
    internal static ListeningSockets Read(HostFiles files, string id)
    {
        var sockets = new ListeningSockets();
        var own = OwnInodes(files, id);
        var table = files.Read($"/proc/{id}/net/unix") is { Outcome: FileOutcome.Read } there ? there : files.Read("/proc/net/unix");
        foreach (var line in table.Outcome == FileOutcome.Read ? table.Text.Split('\n') : [])
        {
            // Num RefCount Protocol Flags Type St Inode Path
            var fields = line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 8 && int.TryParse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var flags)
                && (flags & Accepts) != 0
                && (own is null || own.Contains(fields[6])))
                sockets._paths.Add(fields[7]);
        }

        return sockets;
    }

    private static HashSet<string>? OwnInodes(HostFiles files, string id)
    {
        IReadOnlyList<string>? descriptors;
        try
        {
            descriptors = files.List($"/proc/{id}/fd");
        }
        catch (HostException)
        {
            // Only root and the server's own user may look.
            return null;
        }

        if (descriptors is null)
            return null;
        var inodes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var descriptor in descriptors)
        {
            if (files.ReadLink($"/proc/{id}/fd/{descriptor}") is { } target && target.StartsWith("socket:[", StringComparison.Ordinal))
                inodes.Add(target["socket:[".Length..^1]);
        }

        return inodes;
    }
}
