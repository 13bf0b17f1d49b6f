using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>Names as an attacker would choose them, in every place that a next step takes a name from: mount points, devices,
/// directories, binlogs and accounts. The commands are run in sh; none runs anything of them, and each names the right thing.</summary>
public sealed class HostileStepTests
{
    private const double Now = 1_700_000_000;
    private const long Giga = 1L << 30;

    private static readonly (string Type, VolumeKind Volume)[] FileSystems =
    [
        ("ext4", VolumeKind.LogicalVolume), ("ext4", VolumeKind.Partition), ("xfs", VolumeKind.ThinVolume), ("xfs", VolumeKind.Disk),
        ("btrfs", VolumeKind.Other), ("tmpfs", VolumeKind.Other), ("zfs", VolumeKind.Other), ("nfs4", VolumeKind.Other),
        ("overlay", VolumeKind.Other), ("unheard-of", VolumeKind.Other),
    ];

    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_step_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        var (type, volume) = FileSystems[HostileValues.All.ToList().IndexOf(value) % FileSystems.Length];
        var ordinary = Measurement("/" + value, type, volume, value);
        BinlogPartitionMeasurement[] views =
        [
            ordinary,
            ordinary with { Usage = Usage(0) },
            ordinary with { Usage = Usage(0), Data = DataPlace.Apart, QuotaRoom = 0 },
            ordinary with { Usage = Usage(50 * Giga) with { IsReadOnly = true } },
            ordinary with { Usage = Usage(50 * Giga) with { Inodes = 1000, AvailableInodes = 1 } },
            ordinary with { Files = null, Unlisted = new UnlistedBinlogs(value, false) },
            ordinary with
            {
                Usage = Usage(80 * Giga),
                Files = [ordinary.Files![0] with { Size = 1, Started = Now - 86400 }],
                Server = new ServerFacts { Version = "MariaDB 10.11", SessionsWaiting = 1, SaysNoRoom = true },
                OtherPlaces = [new FullPlace("tmpdir", "/" + value, 0)],
            },
        ];
        var commands = new HashSet<string>();
        var steps = views.SelectMany(view => Judge(view).Steps.Concat(Judge(view, FilledByOthers).Steps))
            .Where(step => step.Commands.Any(command => commands.Add(command.Text))).ToList();

        Assert.Contains(steps, step => step.Text.StartsWith("Let ", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.Text.StartsWith("Make room on the file system of tmpdir", StringComparison.Ordinal));
        Assert.InRange(HostileSteps.Verify(steps, trial), 8, int.MaxValue);
    }

    private static PartitionSample[] FilledByOthers =>
        [.. Enumerable.Range(1, 10).Reverse().Select(minute => new PartitionSample(new ClockReading(Now - minute * 60,
            100_000 - minute * 60, "b"), "-", 50 * Giga + minute * 60 * 50L * 1024 * 1024, 0, 10, 0))];

    private static NagiosCheckResult Judge(BinlogPartitionMeasurement view, params PartitionSample[] earlier) =>
        BinlogPartitionEvaluation.Judge(view, BinlogPartitionLimits.Parse(new BinlogPartitionOptions()),
            new BinlogPartitionHistory(null, earlier, []), new ClockReading(Now, 100_000, "b")).Result;

    private static FileSystemUsage Usage(long available) => new(100 * Giga, available + 10 * Giga, available, 0, 0, false);

    private static BinlogPartitionMeasurement Measurement(string path, string type, VolumeKind volume, string name) => new()
    {
        Directory = path,
        FoundBy = "test",
        Usage = Usage(50 * Giga),
        // Half a minute each at 50 MB a second.
        Files = [.. Enumerable.Range(1, 20).Select(number => new BinlogFile(
            BinlogFileName.Parse($"b{name}.{number:000000}")!.Value, 1500L << 20, Now - (21 - number) * 30, Now - (20 - number) * 30))],
        Mount = new Mount("8:1", "/", path, type, name, false),
        Volume = volume,
    };
}
