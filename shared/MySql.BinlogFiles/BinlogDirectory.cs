using System.IO.Enumeration;
using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace MySql.BinlogFiles;

/// <summary>The binlogs of one server in their directory, as they were at one moment.</summary>
public sealed class BinlogDirectory
{
    private BinlogDirectory(string path, string baseName, IReadOnlyList<BinlogEntry> files, IReadOnlyList<string>? index) =>
        (Path, BaseName, Files, Index) = (path, baseName, files, index);

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>What the names begin with, before the point.</summary>
    public string BaseName { get; }

    /// <summary>The files, by rising number.</summary>
    public IReadOnlyList<BinlogEntry> Files { get; }

    /// <summary>The names that the index lists; null where the index cannot be read.</summary>
    public IReadOnlyList<string>? Index { get; }

    /// <summary>Lists the binlogs.</summary>
    /// <param name="path">The directory, or directory and base name as in log_bin.</param>
    /// <exception cref="CheckException">There is none, it may not be listed, or it holds the binlogs of more than one server.</exception>
    public static BinlogDirectory List(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (directory, wanted) = Split(path);
        var names = Names(directory, wanted);
        var bases = wanted is null ? Bases(directory, names) : [wanted];
        if (bases.Count > 1)
        {
            throw new CheckException(
                $"{Shown(directory)} holds binlogs of {bases.Count} names ({Shown(string.Join(", ", bases.Take(4)))}): "
                + $"name one as --dir {Shown(directory)}/{Shown(bases[0])}");
        }

        var baseName = bases.Count == 0 ? wanted ?? "" : bases[0];
        var files = Entries(directory, names.FindAll(name => name.Base.SequenceEqual(baseName)));
        var index = baseName.Length == 0 ? null : BinlogIndex.Read($"{directory}/{baseName}.index");
        if (files.Count == 0 && index is null)
            throw new CheckException($"{Shown(directory)} holds no binlog{(wanted is null ? "" : $" called {Shown(wanted)}")}");
        return new BinlogDirectory(directory, baseName, files, index);
    }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => $"{Path}/{name}";

    /// <summary>Lists it again.</summary>
    public BinlogDirectory Again() => BaseName.Length == 0 ? List(Path) : List($"{Path}/{BaseName}");

    private static string Shown(string text) => UntrustedText.Clean(text, 200);

    private static (string Directory, string? BaseName) Split(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        full = full.Length > 1 ? full.TrimEnd('/') : full;
        if (FileStatus.Read(full) is { IsDirectory: true })
            return (full, null);
        var parent = System.IO.Path.GetDirectoryName(full) ?? "/";
        var name = System.IO.Path.GetFileName(full);
        if (FileStatus.Read(parent) is not { IsDirectory: true } || FileStatus.Read(full) is { IsRegularFile: true })
            throw new CheckException($"--dir {Shown(path)} is no directory that this user can see");
        return (parent, name);
    }

    // A million other files in the same directory must cost no memory: names are looked at where they lie.
    private static List<BinlogFileName> Names(string directory, string? baseName)
    {
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };
        var found = new FileSystemEnumerable<string>(directory, (ref FileSystemEntry entry) => entry.FileName.ToString(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => LooksLikeBinlog(entry.FileName, baseName),
        };
        try
        {
            var names = new List<BinlogFileName>();
            foreach (var name in found)
            {
                if (BinlogFileName.Parse(name) is { } binlog)
                    names.Add(binlog);
            }

            return names;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CheckException(
                $"{Shown(directory)} may not be listed by user {Shown(Environment.UserName)}") { Steps = BinlogRights.Steps(directory) };
        }
        catch (IOException failure)
        {
            throw new CheckException($"{Shown(directory)} cannot be listed: {Shown(failure.Message)}", failure);
        }
    }

    private static bool LooksLikeBinlog(ReadOnlySpan<char> name, string? baseName)
    {
        var point = name.LastIndexOf('.');
        return point > 0 && char.IsAsciiDigit(name[^1]) && (baseName is null || name[..point].SequenceEqual(baseName));
    }

    // Relay logs and the logs of storage engines are named alike. Relay logs say in their first event what they are.
    private static List<string> Bases(string directory, List<BinlogFileName> names)
    {
        var bases = new List<string>();
        foreach (var group in names.GroupBy(name => name.Base.ToString(), StringComparer.Ordinal))
        {
            if (!IsRelayOrOther(directory, group.MaxBy(name => name.Number), group.MinBy(name => name.Number)))
                bases.Add(group.Key);
        }

        bases.Sort(StringComparer.Ordinal);
        return bases;
    }

    private static bool IsRelayOrOther(string directory, BinlogFileName newest, BinlogFileName oldest)
    {
        var denied = false;
        Span<byte> buffer = stackalloc byte[BinlogFileStart.SufficientLength];
        using var opened = OpenedDirectory.Open(directory);
        foreach (var sample in new[] { newest, oldest })
        {
            var outcome = opened.ReadStart(sample.Text, buffer, out var length);
            denied |= outcome == FileOutcome.Denied;
            try
            {
                if (outcome == FileOutcome.Read && length > 0)
                    return BinlogFileStart.Parse(buffer[..length]).Header?.Flags.HasFlag(BinlogEventFlags.RelayLog) == true;
            }
            catch (BinlogFormatException)
            {
                // Damaged, or something else: then the other one or the index tells.
            }
        }

        return !denied && opened.Status(newest.Base.ToString() + ".index") is null;
    }

    private static List<BinlogEntry> Entries(string directory, List<BinlogFileName> names)
    {
        using var opened = OpenedDirectory.Open(directory);
        var entries = new List<BinlogEntry>(names.Count);
        foreach (var name in names.OrderBy(name => name.Number))
        {
            // One that a purge has just taken away is no binlog any more.
            if (opened.Status(name.Text) is { IsRegularFile: true } status)
                entries.Add(new BinlogEntry(name, status.Size, status.ModifiedSeconds, status.Inode));
        }

        return entries;
    }
}
