namespace MySql.Binlog;

/// <summary>A binlog file that is not what the format says it must be: damaged, cut off, or something else altogether.</summary>
/// <param name="offset">Where in the file, in bytes from its start.</param>
/// <param name="reason">What was found and what was expected, in an operator's words, on one line.</param>
public sealed class BinlogFormatException(long offset, string reason) : Exception($"at offset {offset}: {reason}")
{
    /// <summary>Where in the file, in bytes from its start.</summary>
    public long Offset { get; } = offset;

    /// <summary>What was found and what was expected, without the offset.</summary>
    public string Reason { get; } = reason;
}
