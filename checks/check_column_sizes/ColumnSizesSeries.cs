using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>What check_column_sizes graphs.</summary>
internal static class ColumnSizesSeries
{
    public static readonly Series Broken = new("broken", "", "expectations that are broken, those included that are still held");

    public static readonly Series Larger = new("larger", "", "values of this run that were larger than expected");

    public static readonly Series Largest = new("largest", "B", "the largest value of any column in this run");

    public static readonly Series Values = new("values", "", "values that were measured in this run");

    public static readonly Series Columns = new("columns", "", "columns of which a value was written in this run");

    public static readonly Series Expectations = new("expectations", "", "expectations that were given");

    public static readonly Series Bytes = new("bytes", "B", "bytes of binlog that were read");

    public static IReadOnlyList<DeclaredSeries> All { get; } = [Broken, Larger, Largest, Values, Columns, Expectations, Bytes];
}
