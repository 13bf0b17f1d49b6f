using System.Globalization;
using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>Where the last run stopped, what was broken, and the largest value of each column so far.</summary>
/// <param name="Bookmark">Where; null for a first run.</param>
/// <param name="Taken">When.</param>
/// <param name="Violations">What is still reported.</param>
/// <param name="Largest">By column.</param>
internal sealed record ColumnSizesHistory(
    BinlogBookmark? Bookmark, ClockReading? Taken, IReadOnlyList<Violation> Violations, IReadOnlyDictionary<string, long> Largest)
{
    private const int MostColumns = 5000;

    public static StateFormat<ColumnSizesHistory> Format { get; } = new(
        new ColumnSizesHistory(null, null, [], new Dictionary<string, long>()), Read, Write);

    private static ColumnSizesHistory Read(StateSnapshot snapshot, ClockReading now)
    {
        BinlogBookmark? bookmark = null;
        var violations = new List<Violation>();
        var largest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var record in snapshot.Records)
        {
            if (record.StartsWith("at ", StringComparison.Ordinal))
                bookmark = BinlogBookmark.Parse(record[3..]);
            else if (record.StartsWith("broken ", StringComparison.Ordinal) && Violation.Parse(record[7..]) is { } violation)
                violations.Add(violation);
            else if (record.StartsWith("largest ", StringComparison.Ordinal) && record.Split(' ', 3) is [_, var size, var name])
                largest[name] = long.Parse(size, CultureInfo.InvariantCulture);
        }

        return new ColumnSizesHistory(bookmark, snapshot.Taken, violations, largest);
    }

    private static IReadOnlyList<string> Write(ColumnSizesHistory history) =>
    [
        .. history.Bookmark is { } bookmark ? new[] { "at " + bookmark.Serialize() } : [],
        .. history.Violations.Select(violation => "broken " + violation.Serialize()),
        .. history.Largest.OrderByDescending(pair => pair.Value).Take(MostColumns)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"largest {pair.Value} {pair.Key}")),
    ];
}
