using MySql.Binlog;

namespace NagiosChecks.BinlogPartition;

/// <summary>One binlog as the directory or the server lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Started">The first event's timestamp, seconds since 1970; null where it was not or could not be read.</param>
/// <param name="Modified">When it was last written to, seconds since 1970; null when only the server's list is known.</param>
internal readonly record struct BinlogFile(BinlogFileName Name, long Size, double? Started, double? Modified)
{
    public long Number => Name.Number;
}
