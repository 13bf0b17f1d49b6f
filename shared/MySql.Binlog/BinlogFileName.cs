using System.Globalization;

namespace MySql.Binlog;

/// <summary>A binlog's file name: a base such as <c>mysql-bin</c>, a point, and a number of six digits or more.</summary>
/// <param name="Number">The number; the next file has the next one. Both families stop near 2^31.</param>
/// <param name="Text">The name as it is.</param>
public readonly record struct BinlogFileName(long Number, string Text)
{
    private const int FewestDigits = 6;
    private const int MostDigits = 10;

    /// <summary>What stands before the point, without the directory.</summary>
    public ReadOnlySpan<char> Base => Text.AsSpan(0, Text.LastIndexOf('.'));

    /// <summary>Reads a name; null when it is not a binlog's, such as <c>mysql-bin.index</c>.</summary>
    public static BinlogFileName? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var point = name.LastIndexOf('.');
        var digits = name.AsSpan(point + 1);
        return point > 0 && digits.Length is >= FewestDigits and <= MostDigits && !digits.ContainsAnyExceptInRange('0', '9')
            ? new BinlogFileName(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), name)
            : null;
    }
}
