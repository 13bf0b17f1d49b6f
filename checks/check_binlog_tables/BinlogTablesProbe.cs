using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>Reads the binlogs.</summary>
internal sealed class BinlogTablesProbe(BinlogTablesLimits limits, CheckRun run)
{
    /// <summary>How far the first run of a check looks back.</summary>
    public const double FirstSeconds = 60;

    private const long SampleSize = 32L * 1024 * 1024;
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(700);

    private readonly TerminalProgress _progress = new();
    private readonly List<Unseen> _unseen = [];
    private readonly List<CountedFile> _files = [];
    private readonly List<(string Path, long Offset)> _places = [];
    private BinlogBookmark? _next;
    private long _done;
    private long _all;

    /// <summary>Counts the files that were named, each of them whole.</summary>
    public BinlogTablesMeasurement ReadNamed()
    {
        var counter = new BinlogCounter(limits.Columns);
        Read([.. limits.Files.Select(BinlogStretch.Whole)], counter);
        double? seconds = counter.LastTimestamp > counter.FirstTimestamp ? counter.LastTimestamp - counter.FirstTimestamp : null;
        return Measured(counter, seconds, _files.Count == 1 ? "in 1 file" : $"in {_files.Count} files");
    }

    /// <summary>Counts the part of a directory that the limits say.</summary>
    public BinlogTablesMeasurement ReadDirectory(string path, BinlogTablesHistory history)
    {
        var directory = BinlogDirectory.List(path);
        var counter = new BinlogCounter(limits.Columns);
        var now = run.Clock.WallSeconds;
        if (limits.Part == CountedPart.Since)
        {
            Read(BinlogStretch.Since(directory, now - limits.SinceSeconds), counter);
            return Measured(counter, limits.SinceSeconds, $"in the last {Quantity.Human(limits.SinceSeconds, Dimension.Duration)}");
        }

        if (limits.Part == CountedPart.LastBytes)
        {
            Read(BinlogStretch.Last(directory, limits.LastBytes), counter);
            double? seconds = counter.LastTimestamp > counter.FirstTimestamp ? counter.LastTimestamp - counter.FirstTimestamp : null;
            return Measured(counter, seconds, $"in the newest {Quantity.Human(_files.Sum(file => file.Bytes), Dimension.Size)}");
        }

        var stretches = history.Bookmark is { } bookmark ? BinlogStretch.New(directory, bookmark) : null;
        var elapsed = history.Taken is { } taken ? run.Clock.SecondsSince(taken) ?? Math.Max(1, now - taken.WallSeconds) : FirstSeconds;
        var isFirst = stretches is null;
        Read(stretches ?? BinlogStretch.Since(directory, now - FirstSeconds), counter);
        var measurement =
            Measured(counter, isFirst ? FirstSeconds : elapsed, isFirst ? "in the last minute"
            : $"in the last {Quantity.Human(elapsed, Dimension.Duration)}");
        return Sampled(measurement) with { HasGap = isFirst && history.Bookmark is not null, Next = _next };
    }

    private BinlogTablesMeasurement Measured(BinlogCounter counter, double? seconds, string part)
    {
        _progress.End();
        foreach (var table in counter.Tables)
            table.KeepMinute();
        if (limits.Names is { } names)
            Name(ColumnNames.Read(names), counter);
        return new BinlogTablesMeasurement
        {
            Files = _files,
            Counter = counter,
            Tables = [.. counter.Tables.OrderByDescending(table => table.Bytes).ThenBy(table => table.Name, StringComparer.Ordinal)],
            Seconds = seconds,
            Part = part,
            HasColumns = limits.Columns,
            Unseen = _unseen,
        };
    }

    private static void Name(ColumnNames names, BinlogCounter counter)
    {
        foreach (var table in counter.Tables)
        {
            for (var index = 0; index < table.Columns.Count; index++)
                table.Columns[index].Name ??= names.Find(table.Schema, table.Table, index + 1, table.Columns.Count);
        }
    }

    private void Read(IReadOnlyList<BinlogStretch> stretches, BinlogCounter counter)
    {
        _all = stretches.Sum(stretch => Math.Max(0, (FileStatus.Read(stretch.Path)?.Size ?? 0) - stretch.StartOffset));
        foreach (var stretch in stretches)
        {
            run.Stage = $"reading {stretch.Path}";
            using var file = OpenedBinlog.Open(stretch.Path, out var unseen);
            if (file is null)
            {
                // One that a purge took away a moment ago is nothing to tell; its bytes are gone.
                if (unseen!.Why != UnseenReason.Absent || limits.IsByHand)
                    _unseen.Add(unseen);
                continue;
            }

            var reader = new StretchReader(file, stretch, counter, offset => HasTime(file.Path, offset - stretch.StartOffset));
            var counted = reader.Read();
            _files.Add(counted);
            _done += counted.Size - stretch.StartOffset;
            _places.AddRange(reader.Places.Select(offset => (file.Path, offset)));
            _next = new BinlogBookmark(counted.Name, file.Identity(), counted.Damage is null ? reader.Next : counted.Size);
            if (counted.IsCutShort)
                break;
        }
    }

    private bool HasTime(string path, long offset)
    {
        _progress.Show(path, _done + offset, _all);
        return run.Remaining > Reserve;
    }

    // Whoever is about to be told of a table wants to know the column; a sample of the newest bytes shows it and costs little.
    private BinlogTablesMeasurement Sampled(BinlogTablesMeasurement measurement)
    {
        if (limits.Columns || measurement.Tables.Count == 0 || !(measurement.Rate(measurement.Tables[0]) >= limits.Busy))
            return measurement;
        using var counter = new BinlogCounter(columns: true);
        var newest = _files[^1];
        var place = _places.FindLast(place => place.Path == newest.Path && place.Offset < newest.Size - SampleSize);
        using var file = OpenedBinlog.Open(newest.Path, out _);
        if (file is null)
            return measurement;
        var stretch = new BinlogStretch(newest.Path, place.Path is null ? 0 : place.Offset, 0, 0, false);
        var sample = new StretchReader(
            file, stretch, counter, offset => offset - stretch.StartOffset < 2 * SampleSize && run.Remaining > Reserve)
        {
            MostBytes = 2 * SampleSize,
        };
        var counted = sample.Read();
        if (limits.Names is { } names)
            Name(ColumnNames.Read(names), counter);
        var top = measurement.Tables[0];
        return measurement with
        {
            Sample = counter.Tables.FirstOrDefault(table => table.Schema == top.Schema && table.Table == top.Table),
            SampleBytes = counted.Bytes,
        };
    }
}
