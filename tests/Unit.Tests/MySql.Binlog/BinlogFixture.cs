using System.Globalization;
using System.Text.RegularExpressions;

namespace MySql.Binlog.Tests;

/// <summary>A binlog of a real server under tests/fixtures/MySql.Binlog, with what the servers' own tools say about it.</summary>
public sealed partial class BinlogFixture
{
    private readonly string[] _notes;

    public BinlogFixture(string name)
    {
        Name = name;
        Bytes = File.ReadAllBytes(PathOf(name + ".bin"));
        _notes = File.ReadAllLines(PathOf(name + ".txt"));
        var expectations = PathOf(name + ".expect.tsv");
        Expected = File.Exists(expectations)
            ? [.. File.ReadAllLines(expectations).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'))] : [];
    }

    public string Name { get; }

    public byte[] Bytes { get; }

    /// <summary>The lines of NAME.expect.tsv, split at tabs.</summary>
    public IReadOnlyList<string[]> Expected { get; }

    /// <summary>Per event type how many events and bytes the reference walk found.</summary>
    public IReadOnlyDictionary<int, (long Events, long Bytes)> Types =>
        _notes.Select(line => TypeLine().Match(line)).Where(match => match.Success)
        .ToDictionary(match => Number(match, 1), match => ((long)Number(match, 2), (long)Number(match, 3)));

    /// <summary>Per table how many rows events and bytes of rows events the reference walk found.</summary>
    public IReadOnlyDictionary<string, (long Events, long Bytes)> Rows =>
        _notes.Select(line => TableLine().Match(line)).Where(match => match.Success)
        .ToDictionary(match => $"{match.Groups[1].Value}.{match.Groups[2].Value}", match =>
            ((long)Number(match, 3), (long)Number(match, 4)), StringComparer.Ordinal);

    public static string PathOf(string file) => Repository.Fixture("MySql.Binlog", file);

    /// <summary>The names of all fixtures, without what no event reader can read: MySQL's encrypted file.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Repository.Fixture("MySql.Binlog"), "*.bin")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public BinlogReader Open(BinlogReaderOptions? options = null) => new(BinlogBytes.Of(Bytes, Name), options);

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  type +(\d+) \S+ +n=(\d+) bytes=(\d+)")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^  `(.*)`\.`(.*)` (\d+) (\d+)$")]
    private static partial Regex TableLine();
}
