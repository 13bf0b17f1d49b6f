namespace NagiosChecks.BinlogPartition;

/// <summary>The room at the moment of this run.</summary>
/// <param name="TotalBytes">Size of the file system.</param>
/// <param name="FreeBytes">Bytes that the server can still write.</param>
/// <param name="BinlogBytes">Sizes of all binlogs together.</param>
/// <param name="OldestNumber">Number of the oldest binlog that is left; 0 without any.</param>
internal readonly record struct RoomNow(double TotalBytes, double FreeBytes, double BinlogBytes, long OldestNumber);
