using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>Reads the binlogs.</summary>
internal sealed class ColumnSizesProbe(ColumnSizesLimits limits, CheckRun run)
{
    private const double FirstSeconds = 60;
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(700);

    private readonly TerminalProgress _progress = new();
    private readonly List<Unseen> _unseen = [];
    private readonly List<CountedFile> _files = [];
    private BinlogBookmark? _next;
    private long _done;
    private long _all;

    /// <summary>Reads the files that were named.</summary>
    public ColumnSizesMeasurement ReadNamed() =>
        Measure([.. limits.Files.Select(BinlogStretch.Whole)], null, _ => _files.Count == 1 ? "in 1 file" : $"in {_files.Count} files");

    /// <summary>Reads the part of a directory that the limits say.</summary>
    public ColumnSizesMeasurement ReadDirectory(string path, ColumnSizesHistory history)
    {
        var directory = BinlogDirectory.List(path);
        var now = run.Clock.WallSeconds;
        if (limits.SinceSeconds is { } since)
            return Measure(BinlogStretch.Since(directory, now - since), since, Last);
        var stretches = history.Bookmark is { } bookmark ? BinlogStretch.New(directory, bookmark) : null;
        var elapsed = history.Taken is { } taken ? run.Clock.SecondsSince(taken) ?? Math.Max(1, now - taken.WallSeconds) : FirstSeconds;
        var measurement =
            Measure(stretches ?? BinlogStretch.Since(directory, now - FirstSeconds), stretches is null ? FirstSeconds : elapsed, Last);
        return measurement with { HasGap = stretches is null && history.Bookmark is not null, Next = _next };
    }

    private static string Last(double? seconds) => $"in the last {Quantity.Human(seconds ?? 0, Dimension.Duration)}";

    private ColumnSizesMeasurement Measure(IReadOnlyList<BinlogStretch> stretches, double? seconds, Func<double?, string> part)
    {
        using var counter =
            new SizeCounter(limits.Expectations, limits.Names is null ? null : ColumnNames.Read(limits.Names), run.Clock.WallSeconds);
        _all = stretches.Sum(stretch => Math.Max(0, (FileStatus.Read(stretch.Path)?.Size ?? 0) - stretch.StartOffset));
        foreach (var stretch in stretches)
        {
            if (!Read(stretch, counter))
                break;
        }

        _progress.End();
        var columns = counter.Columns.OrderByDescending(column => column.LargestBytes).ThenBy(column => column.Name, StringComparer.Ordinal)
            .ToList();
        return new ColumnSizesMeasurement
        {
            Files = _files,
            Columns = columns,
            Values = counter.Values,
            Seconds = seconds,
            Part = part(seconds),
            HasUntold = counter.HasUntold,
            IsFull = counter.IsFull,
            Unseen = _unseen,
            Proposed = limits.Propose is { } path ? Proposal.Write(path, columns) : null,
        };
    }

    // False when the time is up.
    private bool Read(BinlogStretch stretch, SizeCounter counter)
    {
        run.Stage = $"reading {stretch.Path}";
        using var file = OpenedBinlog.Open(stretch.Path, out var unseen);
        if (file is null)
        {
            if (unseen!.Why != UnseenReason.Absent || limits.Files.Count > 0)
                _unseen.Add(unseen);
            return true;
        }

        var reader = new StretchReader(file, stretch, counter, HasTime);
        var counted = reader.Read();
        _files.Add(counted);
        _done += counted.Size - stretch.StartOffset;
        _next = new BinlogBookmark(counted.Name, file.Identity(), counted.Damage is null ? reader.Next : counted.Size);
        return !counted.IsCutShort;

        bool HasTime(long offset)
        {
            _progress.Show(file.Path, _done + offset - stretch.StartOffset, _all);
            return run.Remaining > Reserve;
        }
    }
}
