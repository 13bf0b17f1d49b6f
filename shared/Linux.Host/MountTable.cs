using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Linux.Host;

/// <summary>One mount as /proc/self/mountinfo lists it (proc_pid_mountinfo(5)).</summary>
/// <param name="Device">Major and minor number, <c>254:0</c>; major 0 for file systems without a block device of their own.</param>
/// <param name="Root">Which part of the file system is mounted: <c>/</c>, or the folder of a bind mount or subvolume.</param>
/// <param name="Point">Where.</param>
/// <param name="Type">File system type: <c>ext4</c>, <c>nfs4</c>.</param>
/// <param name="Source">What the file system calls its device: <c>/dev/vda1</c>, <c>nas:/db</c>, <c>tmpfs</c>.</param>
/// <param name="IsReadOnly">True when this mount or its file system is read-only.</param>
public sealed record Mount(string Device, string Root, string Point, string Type, string Source, bool IsReadOnly)
{
    /// <summary>The options of the file system, comma separated, as the kernel shows them: <c>rw,logdev=/dev/sdb1</c>.</summary>
    public string FileSystemOptions { get; init; } = "";

    /// <summary>The value of an option of the file system such as <c>upperdir</c>; null when it is not set.</summary>
    public string? Option(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var option in FileSystemOptions.Split(','))
        {
            if (option.Length > name.Length && option[name.Length] == '=' && option.StartsWith(name, StringComparison.Ordinal))
                return option[(name.Length + 1)..];
        }

        return null;
    }

    /// <summary>The mount for people: <c>/var/lib/mysql (ext4 on /dev/vda1)</c>.</summary>
    public override string ToString() => $"{Point} ({Type} on {Source})";
}

/// <summary>The mounts that this process sees.</summary>
/// <param name="Mounts">In the order of mounting; a later one hides an earlier one at the same place.</param>
public sealed record MountTable(IReadOnlyList<Mount> Mounts)
{
    private const int FixedFields = 6;
    private const int LongestQuote = 120;

    /// <summary>Reads the table of a process; never touches a mount.</summary>
    /// <param name="files">Reads /proc.</param>
    /// <param name="process">Process id, or "self" for this process.</param>
    /// <exception cref="HostException">It cannot be read or makes no sense.</exception>
    public static MountTable Read(HostFiles files, string process = "self")
    {
        ArgumentNullException.ThrowIfNull(files);
        return Parse(files.Read($"/proc/{process}/mountinfo").RequiredText());
    }

    /// <summary>Reads the text of mountinfo.</summary>
    /// <exception cref="HostException">A line is not a mount; it is quoted.</exception>
    public static MountTable Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var mounts = new List<Mount>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ');
            var separator = Array.IndexOf(fields, "-", Math.Min(FixedFields, fields.Length));
            if (separator < 0 || fields.Length < separator + 4)
                throw new HostException(
                    $"/proc/self/mountinfo holds '{line[..Math.Min(line.Length, LongestQuote)]}' where a mount was expected");
            var readOnly = HasOption(fields[5], "ro") || HasOption(fields[separator + 3], "ro");
            mounts.Add(new Mount(fields[2], Unescape(fields[3]), Unescape(fields[4]), Unescape(fields[separator + 1]),
                Unescape(fields[separator + 2]), readOnly)
            {
                FileSystemOptions = Unescape(fields[separator + 3]),
            });
        }

        return new MountTable(mounts);
    }

    /// <summary>The mount that holds a path; null when the table has none, as in a chroot.</summary>
    /// <param name="path">Absolute, without symbolic links: see <see cref="Resolve"/>.</param>
    public Mount? Holding(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Mount? best = null;
        foreach (var mount in Mounts)
        {
            var inside = mount.Point == "/" || path == mount.Point || (path.StartsWith(mount.Point, StringComparison.Ordinal)
                && path[mount.Point.Length] == '/');
            if (inside && mount.Point.Length >= (best?.Point.Length ?? 0))
                best = mount;
        }

        return best;
    }

    /// <summary>A path without symbolic links, "." and ".."; null when it is missing or may not be reached.</summary>
    public static unsafe string? Resolve(string path)
    {
        const int Room = 4096;
        var buffer = stackalloc byte[Room];
        return NativeMethods.RealPath(path, buffer) == 0 ? null : Marshal.PtrToStringUTF8((nint)buffer);
    }

    private static bool HasOption(string options, string option) => Array.IndexOf(options.Split(','), option) >= 0;

    // Blank, tab, newline and backslash stand as backslash and three octal digits.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;
        var text = new StringBuilder(field.Length);
        for (var index = 0; index < field.Length; index++)
        {
            var octal = field.AsSpan(index);
            if (octal.Length > 3 && octal[0] == '\\' && !octal[1..4].ContainsAnyExceptInRange('0', '7'))
            {
                text.Append((char)((octal[1] - '0') * 64 + (octal[2] - '0') * 8 + (octal[3] - '0')));
                index += 3;
            }
            else
                text.Append(field[index]);
        }

        return text.ToString();
    }

    /// <summary>The number of mounts, for messages.</summary>
    public override string ToString() => Mounts.Count.ToString(CultureInfo.InvariantCulture) + " mounts";
}
