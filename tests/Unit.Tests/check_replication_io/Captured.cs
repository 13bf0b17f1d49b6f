using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>Captured replica statuses (fixtures/replica-status/README.md) and what tests make of them.</summary>
internal static class Captured
{
    private static readonly string Folder = Repository.Fixture("check_replication_io", "replica-status");

    /// <summary>The names of all captures, without ".tsv".</summary>
    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.tsv").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>The rows of a capture; NULL stands for NULL.</summary>
    public static List<MySqlRow> Rows(string name)
    {
        var lines = File.ReadAllText(Path.Combine(Folder, name + ".tsv")).TrimEnd('\n').Split('\n');
        var columns = new MySqlColumns(lines[0].Split('\t'));
        return [.. lines[1..].Select(line => new MySqlRow(columns, [.. line.Split('\t').Select(value => value == "NULL" ? null : value)]))];
    }

    /// <summary>The channels of a capture.</summary>
    public static List<ReplicaStatus> Channels(string name) => [.. Rows(name).Select(ReplicaStatus.Parse)];

    /// <summary>The only channel of a capture.</summary>
    public static ReplicaStatus Channel(string name) => Assert.Single(Channels(name));

    /// <summary>A row made of a captured one with some columns changed, by name.</summary>
    public static MySqlRow With(MySqlRow row, params (string Name, string? Value)[] changes)
    {
        var values = row.Columns.Names.Select(name => row.Text(name)).ToArray();
        foreach (var (name, value) in changes)
        {
            var index = row.Columns.Names.ToList().IndexOf(name);
            Assert.True(index >= 0, $"no column {name}");
            values[index] = value;
        }

        return new MySqlRow(row.Columns, values);
    }

    /// <summary>The default limits, or others.</summary>
    public static ReplicationIoLimits Limits(Action<ReplicationIoOptions>? change = null)
    {
        var options = new ReplicationIoOptions();
        change?.Invoke(options);
        return ReplicationIoLimits.Parse(options);
    }

    /// <summary>Judges channels of one server, seen for the first time.</summary>
    public static NagiosCheckResult Judge(IReadOnlyList<ReplicaStatus> channels, params SourceReading[] sources) =>
        Judge([new ReplicaReading("", channels)], sources);

    /// <summary>Judges what several servers said, seen for the first time.</summary>
    public static NagiosCheckResult Judge(IReadOnlyList<ReplicaReading> replicas, IReadOnlyList<SourceReading> sources,
        ReplicationIoLimits? limits = null) =>
        ReplicationIoEvaluation.Judge(new ReplicationIoMeasurement("db1:3306", replicas, sources), limits ?? Limits(),
            ReplicationIoHistory.Format.Empty, At(0)).Result;

    /// <summary>A moment after all captures, and some seconds.</summary>
    public static ClockReading At(double seconds) => new(Now + seconds, 1000 + seconds, "boot");

    /// <summary>The history that a state file of version 1.0.0 holds, as a later run reads it.</summary>
    public static ReplicationIoHistory History(double secondsAgo, params string[] records) =>
        ReplicationIoHistory.Read(new StateSnapshot(At(0), ReplicationIoHistory.FromVersion1(records)), At(secondsAgo));

    /// <summary>A moment after all captures: 2026-11-22.</summary>
    public const double Now = 1795305600;

    /// <summary>The first line.</summary>
    public static string FirstLine(NagiosCheckResult result) => ResultText.Render(result).Split('\n')[0];
}
