namespace NagiosChecks.BinlogTables;

/// <summary>The largest transaction that was read.</summary>
/// <param name="Bytes">Its bytes in the file; 0 where none was read.</param>
/// <param name="File">Where it is.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Gtid">Its GTID; empty where it has none.</param>
/// <param name="Timestamp">When it ended, seconds since 1970.</param>
internal readonly record struct LargestTransaction(long Bytes, string? File, long Offset, string? Gtid, uint Timestamp);
