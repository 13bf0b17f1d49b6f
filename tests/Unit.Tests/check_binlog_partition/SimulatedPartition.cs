using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>A file system with a server's binlogs on it, by the second: what the probe would have read, without a disk.</summary>
internal sealed class SimulatedPartition
{
    public const double Kilo = 1024, Mega = 1024 * Kilo, Giga = 1024 * Mega;
    private readonly List<(long Number, double Size, double Started, double Modified)> _files = [];
    private List<string> _records = [];
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

    public PartitionLimits Limits { get; set; } = PartitionLimits.Parse(new BinlogPartitionOptions());

    public double Binlogs => _files.Sum(file => file.Size);

    public double Free => Total - Others - Binlogs - _pendingFree;

    public int Samples => _records.Count;

    public SimulatedPartition() => Rotate();

    public void Pass(double seconds)
    {
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

    public void FinishFreeing() => _pendingFree = 0;

    public void Reboot(string id)
    {
        BootId = id;
        Boot = 30;
    }

    /// <summary>Runs the check now.</summary>
    public NagiosCheckResult Check(ServerFacts? server = null)
    {
        var files = _files.Select(file => new BinlogFile(BinlogFileName.Parse($"mysql-bin.{file.Number:000000}")!.Value, (long)file.Size, file.Started, Math.Floor(file.Modified))).ToList();
        var clock = new ClockReading(Wall, Boot, BootId);
        var usage = new FileSystemUsage((long)Total, (long)Math.Max(0, Free), (long)Math.Max(0, Free), 0, 0, false);
        var sample = new PartitionSample(clock, "8:1", usage.TotalBytes, usage.UsedBytes, files.Sum(file => file.Size), files[^1].Number, files[^1].Size);
        // Through text and back, as the state file does it.
        var earlier = SampleHistory.Read(_records, clock);
        var history = FillHistory.Of(files, earlier, sample);
        _records = SampleHistory.Records([.. earlier, history.Counted(sample, earlier)], clock);

        return BinlogPartitionCheck.Evaluate(new PartitionView { Directory = "/var/lib/mysql-binlog", FoundBy = "test", Usage = usage, Files = files, History = history, Server = server }, Limits);
    }
}
