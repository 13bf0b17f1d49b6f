namespace NagiosChecks.ReplicationIo;

/// <summary>One binlog of the source.</summary>
/// <param name="File">Name without directory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedSeconds">Last write, seconds since 1970; null when only the server was asked.</param>
internal readonly record struct SourceLog(string File, long Size, double? ModifiedSeconds = null);
