using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>Where the last run stopped, and when.</summary>
/// <param name="Bookmark">Where; null for a first run.</param>
/// <param name="Taken">When.</param>
internal sealed record BinlogTablesHistory(BinlogBookmark? Bookmark, ClockReading? Taken)
{
    public static StateFormat<BinlogTablesHistory> Format { get; } = new(
        new BinlogTablesHistory(null, null),
        (snapshot, _) =>
            new BinlogTablesHistory(snapshot.Records.Count > 0 ? BinlogBookmark.Parse(snapshot.Records[0]) : null, snapshot.Taken),
        history => history.Bookmark is { } bookmark ? [bookmark.Serialize()] : []);
}
