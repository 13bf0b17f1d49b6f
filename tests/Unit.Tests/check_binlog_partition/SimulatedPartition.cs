using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>A file system with a server's binlogs on it, by the second: what the probe would have read, without a disk.</summary>
internal sealed class SimulatedPartition
{
    public const double Kilo = 1024, Mega = 1024 * Kilo, Giga = 1024 * Mega;
    private readonly List<(long Number, double Size, double Started, double Modified)> _files = [];
    private BinlogPartitionHistory _history = BinlogPartitionHistory.Format.Empty;
    private int _runs;
    private double _pendingFree;
    private long _next = 1;

    public double Total { get; set; } = 100 * Giga;

    public double Others { get; set; }

    public double Wall { get; set; } = 1_700_000_000;

    public double Boot { get; private set; } = 1000;

    public string BootId { get; set; } = "boot-1";

    public double MaxBinlogSize { get; set; } = Giga;

    public double? ExpireSeconds { get; set; }

    /// <summary>Bytes of purged files that the file system has not given back yet.</summary>
    public double Pending => _pendingFree;

    public BinlogPartitionLimits Limits { get; set; } = BinlogPartitionLimits.Parse(new BinlogPartitionOptions());

    public double Binlogs => _files.Sum(file => file.Size);

    public double Free => Total - Siblings - Others - Temporary - RoomPerByte * Binlogs - _pendingFree;

    /// <summary>Bytes that other data sets of the same pool use: they make this file system smaller (ZFS, btrfs).</summary>
    public double Siblings { get; set; }

    /// <summary>Room that a byte of binlog takes; less than 1 on a file system that compresses.</summary>
    public double RoomPerByte { get; set; } = 1;

    /// <summary>Sizes of the known users of the space; null when nobody looks.</summary>
    public SpaceUse? Use { get; set; }

    public int Samples => _history.Samples.Count;

    /// <summary>Number of the binlog that is being written.</summary>
    public long Newest => _files[^1].Number;

    public SimulatedPartition() => Rotate();

    /// <summary>Temporary files of others.</summary>
    public double Temporary { get; set; }

    /// <summary>The wall clock before the last step.</summary>
    public double Before { get; private set; }

    public void Pass(double seconds)
    {
        Before = Wall;
        Wall += seconds;
        Boot += seconds;
    }

    /// <summary>Writes binlog bytes at this moment; one transaction is never split over two files.</summary>
    public void Write(double bytes, bool oneTransaction = false)
    {
        while (bytes > 0)
        {
            var file = _files[^1];
            var part = oneTransaction ? bytes : Math.Min(bytes, Math.Max(1, MaxBinlogSize - file.Size));
            _files[^1] = file with { Size = file.Size + part, Modified = Wall };
            bytes -= part;
            if (_files[^1].Size >= MaxBinlogSize)
                Rotate();
        }
    }

    /// <summary>Part of one large transaction: the file grows and is not rotated before the next write.</summary>
    public void Grow(double bytes) => _files[^1] = _files[^1] with { Size = _files[^1].Size + bytes, Modified = Wall };

    public void Rotate()
    {
        _files.Add((_next++, 256, Math.Floor(Wall), Wall));
        if (ExpireSeconds is { } age)
            Purge(file => file.Modified < Wall - age);
    }

    public void Purge(Func<(long Number, double Size, double Started, double Modified), bool> goes, bool slowly = false)
    {
        var purged = _files.SkipLast(1).TakeWhile(goes).ToList();
        _files.RemoveRange(0, purged.Count);
        if (slowly)
            _pendingFree += purged.Sum(file => file.Size);
    }

    public void FinishFreeing(double part = 1) => _pendingFree *= 1 - part;

    /// <summary>Every file's modification time becomes now, some seconds apart.</summary>
    public void Touch(double apart)
    {
        for (var index = 0; index < _files.Count; index++)
            _files[index] = _files[index] with { Modified = Wall - (_files.Count - 1 - index) * apart };
    }

    public void Reboot(string id)
    {
        BootId = id;
        Boot = 30;
    }

    /// <summary>Runs the check now.</summary>
    public NagiosCheckResult Check(ServerFacts? server = null)
    {
        var clock = new ClockReading(Wall, Boot, BootId);
        // Through text and back, as the state file does it; not in every run, because a month has many.
        if (_runs++ % 50 == 0)
            _history = StateText.RoundTrip(BinlogPartitionHistory.Format, _history, clock);
        var verdict = BinlogPartitionEvaluation.Judge(Look(server), Limits, _history, clock);
        _history = verdict.Next!;
        return verdict.Result;
    }

    /// <summary>What the probe would see now.</summary>
    public BinlogPartitionMeasurement Look(ServerFacts? server = null) => new()
    {
        Directory = "/var/lib/mysql-binlog",
        FoundBy = "test",
        Device = "8:1",
        Usage = new FileSystemUsage((long)(Total - Siblings), (long)Math.Max(0, Free), (long)Math.Max(0, Free), 0, 0, false),
        Files = _files.ConvertAll(file => new BinlogFile(BinlogFileName.Parse($"mysql-bin.{file.Number:000000}")!.Value, (long)file.Size,
            file.Started, Math.Floor(file.Modified))),
        Server = server,
        Use = Use,
    };
}
