using System.Globalization;

namespace NagiosChecks.ColumnSizes;

/// <summary>A value that is larger than expected: the first of a run, and how many there were.</summary>
/// <param name="Column">The column as people write it.</param>
/// <param name="Expected">The expectation as it is written.</param>
/// <param name="Size">The first one's size, in bytes or characters as the expectation counts.</param>
/// <param name="File">The binlog.</param>
/// <param name="Offset">Where the transaction begins that wrote it.</param>
/// <param name="Gtid">The transaction; empty where it has no GTID.</param>
/// <param name="Timestamp">When, seconds since 1970.</param>
internal sealed record Violation(string Column, string Expected, long Size, string File, long Offset, string Gtid, long Timestamp)
{
    private const char Separator = '\t';

    /// <summary>The largest size.</summary>
    public long Largest { get; init; }

    /// <summary>How many values were larger than expected.</summary>
    public long Count { get; init; }

    /// <summary>When one was seen last, seconds since 1970 by this host's clock.</summary>
    public double LastSeen { get; init; }

    public string Serialize() => string.Join(
        Separator, Text(Size), Text(Offset), Text(Timestamp), Text(Largest), Text(Count), Text((long)LastSeen), Gtid, File, Expected,
            Column);

    public static Violation? Parse(string line)
    {
        var fields = line.Split(Separator);
        if (fields.Length != 10)
            return null;
        var numbers = Array.ConvertAll(fields[..6], field => long.Parse(field, CultureInfo.InvariantCulture));
        return new Violation(fields[9], fields[8], numbers[0], fields[7], numbers[1], fields[6], numbers[2])
        {
            Largest = numbers[3],
            Count = numbers[4],
            LastSeen = numbers[5],
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
