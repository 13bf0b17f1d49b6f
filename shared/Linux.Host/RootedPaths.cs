using System.Text;

namespace Linux.Host;

/// <summary>
/// Paths below the root of a captured tree, with symbolic links resolved as they were on the captured host: a link to an absolute
/// path leads to that path below the root, and "..", however often, stays below it (as chroot(2) and RESOLVE_IN_ROOT of openat2(2)).
/// Without this a link of the capture would show a file of the machine that reads it.
/// </summary>
/// <param name="root">The root, without a slash at its end.</param>
internal sealed class RootedPaths(string root)
{
    // As many as the kernel follows, MAXSYMLINKS.
    private const int MostLinks = 40;
    private readonly HashSet<string> _plainDirectories = [];

    /// <summary>The real path; null when there are more links than the kernel would follow.</summary>
    /// <param name="path">Absolute, as on the captured host.</param>
    /// <param name="followLast">Whether a link at the end is followed too.</param>
    public string? Resolve(string path, bool followLast)
    {
        var parts = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var (current, links) = ("", 0);
        while (parts.TryPop(out var part))
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                current = current.Length == 0 ? "" : current[..current.LastIndexOf('/')];
                continue;
            }

            var candidate = $"{current}/{part}";
            var isLast = parts.Count == 0;
            if (_plainDirectories.Contains(candidate) || (isLast && !followLast) || LinkTarget(root + candidate) is not { } target)
            {
                if (!isLast)
                    _plainDirectories.Add(candidate);
                current = candidate;
                continue;
            }

            if (++links > MostLinks)
                return null;
            if (target.StartsWith('/'))
                current = "";
            foreach (var step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                parts.Push(step);
        }

        return root + current;
    }

    private static unsafe string? LinkTarget(string path)
    {
        const int Room = 4096;
        var buffer = stackalloc byte[Room];
        var length = NativeMethods.ReadLinkAt(NativeMethods.AtCurrentDirectory, path, buffer, Room);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }
}
