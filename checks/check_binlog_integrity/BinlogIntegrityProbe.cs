using Linux.Host;
using MySql.Binlog;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>Reads the files.</summary>
internal sealed class BinlogIntegrityProbe(BinlogIntegrityLimits limits, CheckRun run)
{
    // What is left for judging and saving when the time is up.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);
    private const int Looks = 4;
    private const int PauseMilliseconds = 150;

    private readonly TerminalProgress _progress = new();
    private readonly List<Unseen> _unseen = [];
    private long _bytesDone;
    private long _bytesAll;

    /// <summary>Reads the files that were named on the command line.</summary>
    public BinlogIntegrityMeasurement ReadNamed()
    {
        var reports = new List<FileReport>();
        _bytesAll = limits.Files.Sum(path => FileStatus.Read(path)?.Size ?? 0);
        foreach (var path in limits.Files)
        {
            using var file = OpenedBinlog.Open(path, out var unseen);
            if (file is null)
                _unseen.Add(unseen!);
            else
                reports.Add(Scan(file, Fresh(path, isNewest: true)));
        }

        _progress.End();
        return new BinlogIntegrityMeasurement { Files = reports, Unseen = _unseen };
    }

    /// <summary>Reads what is new in the files of a directory, and compares the directory with its index.</summary>
    public BinlogIntegrityMeasurement ReadDirectory(string path, BinlogIntegrityHistory history)
    {
        var directory = BinlogDirectory.List(path);
        var watched = directory.Files.TakeLast(limits.NewestFiles).ToList();
        _bytesAll = watched.Sum(
            entry => entry.Bytes - (history.Of(directory.PathOf(entry.FileName), entry.Inode, entry.Bytes)?.SafePosition ?? 0));

        // The newest first: it is the one that replicas read now.
        var reports = new List<FileReport>();
        for (var index = watched.Count - 1; index >= 0; index--)
        {
            if (Read(directory, watched[index], index == watched.Count - 1, history) is { } report)
                reports.Add(report);
        }

        reports.Reverse();
        _progress.End();
        return Compare(directory) with { Files = reports, Unseen = _unseen };
    }

    private FileReport? Read(BinlogDirectory directory, BinlogEntry entry, bool isNewest, BinlogIntegrityHistory history)
    {
        var path = directory.PathOf(entry.FileName);
        var known = history.Of(path, entry.Inode, entry.Bytes);
        if (known is { Condition: FileCondition.Whole } && known.Bytes == entry.Bytes && known.ModifiedSeconds == entry.ModifiedSeconds)
            return known with { IsNewest = isNewest, BytesRead = 0 };
        using var file = OpenedBinlog.Open(path, out var unseen);
        if (file is null)
        {
            // A purge may have taken it away a moment ago; whether the index still lists it is looked at later.
            if (unseen!.Why != UnseenReason.Absent)
                _unseen.Add(unseen);
            return null;
        }

        var identity = file.Identity();
        var start = (known is not null && known.Identity == identity ? known : Fresh(path, isNewest)) with
        {
            Identity = identity,
            IsNewest = isNewest,
            Inode = entry.Inode,
            ModifiedSeconds = entry.ModifiedSeconds,
            IsStill = IsStill(entry.ModifiedSeconds),
            Damage = null,
            PartialEvent = null,
            OpenTransaction = null,
            BytesLeft = 0,
        };
        var report = Scan(file, start);
        return isNewest ? report : AfterClosing(file, report);
    }

    // MariaDB clears the flag of the old file a moment after it has begun the new one.
    private FileReport AfterClosing(OpenedBinlog file, FileReport report)
    {
        for (var look = 1; report.IsInUse && report.BytesLeft == 0 && look < Looks && HasTime(0); look++)
        {
            Thread.Sleep(PauseMilliseconds);
            report = Scan(file, report with { Damage = null, PartialEvent = null, OpenTransaction = null });
        }

        return report;
    }

    private FileReport Fresh(string path, bool isNewest) => new(path)
    {
        IsNewest = isNewest,
        IsStill = FileStatus.Read(path) is { } status && IsStill(status.ModifiedSeconds),
    };

    private bool IsStill(long modified) => run.Clock.WallSeconds - modified > limits.StuckSeconds;

    private FileReport Scan(OpenedBinlog file, FileReport known)
    {
        run.Stage = $"reading {file.Path}";
        var before = known.SafePosition;
        var report = new FileScan(file, known, limits.LargestEvent, HasTimeAt).Run();
        _bytesDone += report.BytesRead;
        return report;

        bool HasTimeAt(long offset)
        {
            _progress.Show(file.Path, _bytesDone + offset - before, _bytesAll);
            return HasTime(offset);
        }
    }

    private bool HasTime(long offset) => offset < 0 || run.Remaining > Reserve;

    // A purge or a rotation changes the directory and its index one after the other: what does not agree is looked at again.
    private static BinlogIntegrityMeasurement Compare(BinlogDirectory directory)
    {
        var found = Differences(directory);
        for (var look = 1; look < Looks && found.Missing.Count + found.Extra.Count > 0; look++)
        {
            Thread.Sleep(PauseMilliseconds);
            directory = directory.Again();
            found = Differences(directory);
        }

        return found;
    }

    private static BinlogIntegrityMeasurement Differences(BinlogDirectory directory)
    {
        var measurement = new BinlogIntegrityMeasurement { Directory = directory, Files = [] };
        if (directory.Index is not { } index)
            return measurement;
        var there = directory.Files.Select(entry => entry.FileName).ToHashSet(StringComparer.Ordinal);
        var listed = index.ToHashSet(StringComparer.Ordinal);
        var gaps = new List<string>();
        long? before = null;
        foreach (var name in index)
        {
            var number = BinlogFileName.Parse(name)?.Number;
            if (before is { } last && number is { } next && next != last + 1)
                gaps.Add(name);
            before = number ?? before;
        }

        return measurement with
        {
            Missing = [.. index.Where(name => !there.Contains(name))],
            Extra = [.. there.Where(name => !listed.Contains(name)).Order(StringComparer.Ordinal)],
            Gaps = gaps,
        };
    }
}
