using System.Text;

namespace MySql.Binlog;

/// <summary>The ROTATE event that closes a file: position u64, then the next file's name to the end of the body.</summary>
public static class RotateEvent
{
    private const int PositionBytes = 8;
    private const int LongestName = 512;

    /// <summary>The next file's name, of the ROTATE event that a reader stands on; empty where the event holds none.</summary>
    public static string NextFile(BinlogReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var body = reader.Start(PositionBytes + LongestName);
        return body.Length <= PositionBytes ? "" : Encoding.UTF8.GetString(body[PositionBytes..]);
    }
}
