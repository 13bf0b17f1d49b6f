using MySql.Binlog;

namespace NagiosChecks.BinlogTables;

/// <summary>What bytes are that belong to no table and no statement.</summary>
internal enum OverheadKind
{
    /// <summary>GTID, BEGIN, COMMIT, XID, savepoints, XA.</summary>
    TransactionFrame,

    /// <summary>The SQL text that rides along with rows: ANNOTATE_ROWS, ROWS_QUERY.</summary>
    SqlText,

    /// <summary>Magic, format description, ROTATE, STOP, lists of GTIDs, checkpoints.</summary>
    FileFrame,

    /// <summary>All else, types without a name included.</summary>
    Other,
}

/// <summary>Bytes of overhead, by kind.</summary>
internal sealed class OverheadCount
{
    public long TransactionFrame { get; set; }

    public long SqlText { get; set; }

    public long FileFrame { get; set; }

    public long Other { get; set; }

    public long Total => TransactionFrame + SqlText + FileFrame + Other;

    public void Add(OverheadKind kind, long bytes)
    {
        switch (kind)
        {
            case OverheadKind.TransactionFrame:
                TransactionFrame += bytes;
                break;
            case OverheadKind.SqlText:
                SqlText += bytes;
                break;
            case OverheadKind.FileFrame:
                FileFrame += bytes;
                break;
            default:
                Other += bytes;
                break;
        }
    }

    public static OverheadKind KindOf(BinlogReader reader) => reader.Type switch
    {
        BinlogEventType.MariaDbAnnotateRows or BinlogEventType.RowsQuery => OverheadKind.SqlText,
        BinlogEventType.MariaDbGtid or BinlogEventType.Gtid or BinlogEventType.AnonymousGtid or BinlogEventType.TaggedGtid
            or BinlogEventType.Xid or BinlogEventType.XaPrepare or BinlogEventType.Query or BinlogEventType.LargeTransactionHeader =>
                OverheadKind.TransactionFrame,
        BinlogEventType.FormatDescription or BinlogEventType.Stop or BinlogEventType.Rotate or BinlogEventType.PreviousGtids
            or BinlogEventType.MariaDbBinlogCheckpoint or BinlogEventType.MariaDbGtidList or BinlogEventType.MariaDbStartEncryption =>
                OverheadKind.FileFrame,
        _ => OverheadKind.Other,
    };
}
