using System.Numerics;

namespace NagiosChecks.ColumnSizes;

/// <summary>The sizes of one column's values, of all that were inserted or written by an update.</summary>
internal sealed class ColumnSize(string schema, string table, int position)
{
    private const int Powers = 41;
    private readonly long[] _byPower = new long[Powers];

    public string Schema { get; } = schema;

    public string Table { get; } = table;

    /// <summary>From 1.</summary>
    public int Position { get; } = position;

    public string? ColumnName { get; set; }

    public string Type { get; set; } = "";

    /// <summary>The most bytes that its declaration allows; null where the binlog does not tell.</summary>
    public long? DeclaredBytes { get; set; }

    /// <summary>Bytes of a character; 0 where they differ, as in UTF-8; null where the character set is not known.</summary>
    public int? BytesPerCharacter { get; set; }

    /// <summary>What is expected of it; null for nothing.</summary>
    public Expectation? Expected { get; set; }

    public long Values { get; private set; }

    public long Bytes { get; private set; }

    public long LargestBytes { get; private set; }

    /// <summary>The most characters; -1 where they are not counted.</summary>
    public long LargestCharacters { get; private set; } = -1;

    /// <summary>What was larger than expected; null while nothing was.</summary>
    public Violation? Violation { get; set; }

    /// <summary>As people write it.</summary>
    public string Name => $"{Schema}.{Table}.{ColumnName ?? Position.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public void Add(long bytes, long characters)
    {
        Values++;
        Bytes += bytes;
        LargestBytes = Math.Max(LargestBytes, bytes);
        LargestCharacters = Math.Max(LargestCharacters, characters);
        _byPower[Math.Min(Powers - 1, bytes == 0 ? 0 : BitOperations.Log2((ulong)bytes) + 1)]++;
    }

    /// <summary>A size that so many of the values do not exceed, to the next power of two and never above the largest.</summary>
    public long Quantile(double share)
    {
        var wanted = (long)Math.Ceiling(Values * share);
        for (int power = 0; power < Powers; power++)
        {
            wanted -= _byPower[power];
            if (wanted <= 0)
                return Math.Min(LargestBytes, power == 0 ? 0 : (1L << power) - 1);
        }

        return LargestBytes;
    }
}
