using System.IO.Enumeration;
using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Lists the binlogs of a directory, whatever else is in it, and reads as little of them as is needed.</summary>
internal static class BinlogDirectory
{
    // A file's first event says when it began. The end of the file before it says nearly the same and costs no opening, so only
    // the newest few and the oldest, which has none before it, are opened.
    private const int FilesOpened = 4;

    // Of more names than any host has logs, only those with an index are looked at.
    private const int MostNames = 16;

    /// <summary>The binlogs by rising number.</summary>
    /// <param name="directory">Absolute.</param>
    /// <param name="prefix">What the names begin with; null to find it out.</param>
    /// <param name="horizon">Files last written before this (seconds since 1970) are not opened.</param>
    /// <param name="notes">Gets remarks about files that are not what they should be.</param>
    /// <exception cref="UnauthorizedAccessException">The directory may not be listed.</exception>
    /// <exception cref="IOException">It cannot be listed.</exception>
    /// <exception cref="CheckException">It holds binlogs of more than one name.</exception>
    /// <param name="holdsOthers">Becomes true when files of other users of the space are there too; then it is worth a look of its
    /// own.</param>
    public static List<BinlogFile> List(string directory, string? prefix, double horizon, List<string> notes, out bool holdsOthers)
    {
        var found = Names(directory, prefix, out holdsOthers);
        using var opened = OpenedDirectory.Open(directory);
        // Listed (r) but not to be searched (x): what the files are cannot be told then.
        if (found.Count > 0 && opened.Status(".") is null)
            throw new UnsearchableDirectoryException();
        var names = (prefix is null ? OfOneBase(opened, directory, found, notes) : found).ToArray();
        Array.Sort(Array.ConvertAll(names, name => name.Number), names);

        var files = new List<BinlogFile>(names.Length);
        var unseen = 0;
        foreach (var name in names)
        {
            // One that a purge has just taken away is no binlog any more.
            if (opened.Status(name.Text) is { IsRegularFile: true } status)
                files.Add(new BinlogFile(name, status.Size, null, status.ModifiedSeconds));
            else
                unseen++;
        }

        if (files.Count == 0 && unseen > 0)
            throw new UnsearchableDirectoryException();
        ReadStarts(opened, directory, files, horizon, notes);
        return files;
    }

    private static List<BinlogFileName> Names(string directory, string? prefix, out bool holdsOthers)
    {
        var isOther = false;
        // A million other files in the same directory must cost no memory: names are looked at where they lie.
        var names = new FileSystemEnumerable<string>(
            directory, (ref FileSystemEntry entry) => entry.FileName.ToString(),
                new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            {
                isOther |= SpaceProbe.MayBeUser(entry.FileName);
                return LooksLikeBinlog(entry.FileName, prefix);
            },
        };
        var parsed = new List<BinlogFileName>();
        foreach (var name in names)
        {
            if (BinlogFileName.Parse(name) is { } binlog)
                parsed.Add(binlog);
        }

        holdsOthers = isOther;
        return parsed;
    }

    private static bool LooksLikeBinlog(ReadOnlySpan<char> name, string? prefix)
    {
        var point = name.LastIndexOf('.');
        return point > 0 && char.IsAsciiDigit(name[^1]) && (prefix is null || name[..point].SequenceEqual(prefix));
    }

    // Aria's logs are named alike, and relay logs look the same but for a flag. Nobody may be told to purge or move either.
    private static List<BinlogFileName> OfOneBase(OpenedDirectory opened, string directory, List<BinlogFileName> names, List<string> notes)
    {
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        var last = "";
        foreach (var name in names)
        {
            if (!name.Base.SequenceEqual(last))
                distinct.Add(last = name.Base.ToString());
        }

        var looksInside = distinct.Count <= MostNames;
        var others = distinct.Where(
            name => name.Contains("relay", StringComparison.Ordinal)
            || !(looksInside ? IsOfBinlogs(opened, name, names) : HasIndex(opened, name))).ToList();
        if (others.Count > 0)
            notes.Add($"{UntrustedText.Clean(string.Join(", ", others.Take(4).Select(name => name + ".*")), 120)} in {directory} are no "
                + $"binlogs (relay logs, logs of an engine) and are left out");
        distinct.ExceptWith(others);
        var bases = distinct.ToList();
        return bases.Count switch
        {
            0 => [],
            1 => others.Count == 0 ? names : names.FindAll(name => name.Base.SequenceEqual(bases[0])),
            _ => throw new CheckException(
                $"{directory} holds binlogs of {bases.Count} names ({UntrustedText.Clean(string.Join(", ", bases.Take(4)), 120)}): name "
                + $"one with --path {directory}/{UntrustedText.Clean(bases[0], 60)}"),
        };
    }

    private static bool IsOfBinlogs(OpenedDirectory opened, string name, List<BinlogFileName> names)
    {
        BinlogFileName? newest = null, oldest = null;
        foreach (var file in names)
        {
            if (!file.Base.SequenceEqual(name))
                continue;
            newest = newest is { } high && high.Number > file.Number ? high : file;
            oldest = oldest is { } low && low.Number < file.Number ? low : file;
        }

        Span<byte> buffer = stackalloc byte[BinlogFileStart.SufficientLength];
        foreach (var sample in new[] { newest!.Value, oldest!.Value })
        {
            try
            {
                if (opened.ReadStart(sample.Text, buffer, out var length) == FileOutcome.Read && length > 0)
                    return BinlogFileStart.Parse(buffer[..length]).Header is not { } first
                        || !first.Flags.HasFlag(BinlogEventFlags.RelayLog);
            }
            catch (BinlogFormatException)
            {
                // Damaged, or something else: then the other one or the index tells.
            }
        }

        return HasIndex(opened, name);
    }

    private static bool HasIndex(OpenedDirectory opened, string name) => opened.Status(name + ".index") is not null;

    private static void ReadStarts(OpenedDirectory opened, string directory, List<BinlogFile> files, double horizon, List<string> notes)
    {
        var (denied, encrypted) = (0, 0);
        Span<byte> buffer = stackalloc byte[BinlogFileStart.SufficientLength];
        for (var index = files.Count - 1; index >= 0; index = index > files.Count - FilesOpened || index == 0 ? index - 1 : 0)
        {
            if (files[index].Modified < horizon)
                break;
            var outcome = opened.ReadStart(files[index].Name.Text, buffer, out var length);
            denied += outcome == FileOutcome.Denied ? 1 : 0;
            if (outcome == FileOutcome.Failed)
                notes.Add($"{directory}/{files[index].Name.Text} cannot be read");
            if (outcome != FileOutcome.Read)
                continue;
            try
            {
                var start = BinlogFileStart.Parse(buffer[..length]);
                encrypted += start.Kind == BinlogFileKind.EncryptedMySql ? 1 : 0;
                files[index] = files[index] with { Started = start.FirstTimestamp };
            }
            catch (BinlogFormatException damage)
            {
                // The newest file may just be being made.
                if (index < files.Count - 1)
                    notes.Add($"{directory}/{files[index].Name.Text} {damage.Message}");
            }
        }

        if (denied > 0)
            notes.Add("the binlogs may not be read by this user; when they began is taken from the end of the one before");
        if (encrypted > 0)
            notes.Add("the binlogs are encrypted; when they began is taken from the end of the one before");
    }
}

/// <summary>A directory may be listed, and its files may not be looked at: the right to search it (x) is missing.</summary>
internal sealed class UnsearchableDirectoryException : UnauthorizedAccessException
{
}
