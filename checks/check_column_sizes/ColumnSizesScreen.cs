using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>What was seen, for people: the largest columns with their distribution.</summary>
internal static class ColumnSizesScreen
{
    private const int NameWidth = 40;

    public static IEnumerable<string> Lines(ColumnSizesMeasurement measurement, int top)
    {
        yield return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{"column",-NameWidth} {"type",-24} {"values",10} {"half below",11} {"99% below",11} {"largest",10} {"declared",10} "
            + $"characters");
        foreach (var column in measurement.Columns.Take(top))
        {
            var declared = column.DeclaredBytes is { } bytes ? Size(bytes) : "-";
            var characters = column.LargestCharacters >= 0
                ? column.LargestCharacters.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-";
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{UntrustedText.Clean(column.Name, 200),-NameWidth} {column.Type,-24} {column.Values,10} {Size(column.Quantile(0.5)),11} "
                    + $"{Size(column.Quantile(0.99)),11} {Size(column.LargestBytes),10} {declared,10} {characters}");
        }

        if (measurement.Columns.Count > top)
            yield return $"({measurement.Columns.Count - top} more columns; --top shows more)";
        if (measurement.Proposed is { } proposed)
            yield return $"{proposed} expectations were written";
    }

    private static string Size(long bytes) => Quantity.Human(bytes, Dimension.Size);
}
