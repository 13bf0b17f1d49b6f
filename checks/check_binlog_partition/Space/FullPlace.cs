namespace NagiosChecks.BinlogPartition;

/// <summary>Another directory that the server writes to, and the room on its file system.</summary>
/// <param name="What">What it is: <c>the data directory</c>, <c>tmpdir</c>.</param>
/// <param name="Directory">Absolute.</param>
/// <param name="FreeBytes">Room there.</param>
internal sealed record FullPlace(string What, string Directory, long FreeBytes);
