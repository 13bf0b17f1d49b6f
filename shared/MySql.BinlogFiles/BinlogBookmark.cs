using System.Globalization;

namespace MySql.BinlogFiles;

/// <summary>Where a run stopped reading, for the next run to go on.</summary>
/// <param name="FileName">The file.</param>
/// <param name="Identity">What tells it from another of the same name (<see cref="OpenedBinlog.Identity"/>).</param>
/// <param name="Offset">Where the next event begins.</param>
public sealed record BinlogBookmark(string FileName, ulong Identity, long Offset)
{
    /// <summary>As one line for the state file.</summary>
    public string Serialize() => string.Create(CultureInfo.InvariantCulture, $"{Offset} {Identity} {FileName}");

    /// <summary>Reads <see cref="Serialize"/>'s line; null for anything else.</summary>
    public static BinlogBookmark? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var fields = line.Split(' ', 3);
        return fields.Length == 3 && long.TryParse(fields[0], CultureInfo.InvariantCulture, out var offset)
            && ulong.TryParse(fields[1], CultureInfo.InvariantCulture, out var identity)
            ? new BinlogBookmark(fields[2], identity, offset)
            : null;
    }
}
