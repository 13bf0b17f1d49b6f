namespace MySql.Binlog;

/// <summary>What is known of event types besides their numbers.</summary>
public static class BinlogEventTypes
{
    private const byte Insert = 1, Update = 2, Delete = 3;
    private const byte KindBits = 3, SecondVersion = 4, Compressed = 8, Partial = 16;

    private static readonly byte[] Rows = RowsTable();

    private static readonly string?[] Names = NamesTable();

    /// <summary>The type's name in the vendors' sources and in SHOW BINLOG EVENTS, such as <c>Write_rows_v1</c>.</summary>
    public static string VendorName(this BinlogEventType type) => Names[(byte)type] ?? $"type {(int)type}";

    /// <summary>True for events that hold rows.</summary>
    public static bool IsRows(this BinlogEventType type) => Rows[(byte)type] != 0;

    /// <summary>What the rows of an event were: inserted, updated or deleted.</summary>
    public static RowsKind KindOfRows(this BinlogEventType type) => (RowsKind)(Rows[(byte)type] & KindBits);

    /// <summary>True when extra data follows the flags: rows of version 2, since MySQL 5.6.</summary>
    public static bool HasExtraData(this BinlogEventType type) => (Rows[(byte)type] & SecondVersion) != 0;

    /// <summary>True when MariaDB compressed the rows.</summary>
    public static bool HasCompressedRows(this BinlogEventType type) => (Rows[(byte)type] & Compressed) != 0;

    /// <summary>True when after images may hold pieces of JSON documents in place of whole ones.</summary>
    public static bool HasPartialJson(this BinlogEventType type) => (Rows[(byte)type] & Partial) != 0;

    private static byte[] RowsTable()
    {
        var rows = new byte[256];
        rows[(int)BinlogEventType.WriteRowsV0] = rows[(int)BinlogEventType.WriteRowsV1] = Insert;
        rows[(int)BinlogEventType.UpdateRowsV0] = rows[(int)BinlogEventType.UpdateRowsV1] = Update;
        rows[(int)BinlogEventType.DeleteRowsV0] = rows[(int)BinlogEventType.DeleteRowsV1] = Delete;
        rows[(int)BinlogEventType.WriteRowsV2] = Insert | SecondVersion;
        rows[(int)BinlogEventType.UpdateRowsV2] = Update | SecondVersion;
        rows[(int)BinlogEventType.DeleteRowsV2] = Delete | SecondVersion;
        rows[(int)BinlogEventType.PartialUpdateRows] = Update | SecondVersion | Partial;
        rows[(int)BinlogEventType.MariaDbWriteRowsCompressedV1] = Insert | Compressed;
        rows[(int)BinlogEventType.MariaDbUpdateRowsCompressedV1] = Update | Compressed;
        rows[(int)BinlogEventType.MariaDbDeleteRowsCompressedV1] = Delete | Compressed;
        rows[(int)BinlogEventType.MariaDbWriteRowsCompressed] = Insert | SecondVersion | Compressed;
        rows[(int)BinlogEventType.MariaDbUpdateRowsCompressed] = Update | SecondVersion | Compressed;
        rows[(int)BinlogEventType.MariaDbDeleteRowsCompressed] = Delete | SecondVersion | Compressed;
        return rows;
    }

    private static string?[] NamesTable()
    {
        var names = new string?[256];
        string[] first =
        [
            "Unknown", "Start_v3", "Query", "Stop", "Rotate", "Intvar", "Load", "Slave", "Create_file", "Append_block", "Exec_load",
            "Delete_file", "New_load", "Rand", "User_var", "Format_desc", "Xid", "Begin_load_query", "Execute_load_query", "Table_map",
            "Write_rows_v0", "Update_rows_v0", "Delete_rows_v0", "Write_rows_v1", "Update_rows_v1", "Delete_rows_v1", "Incident",
            "Heartbeat", "Ignorable", "Rows_query", "Write_rows", "Update_rows", "Delete_rows", "Gtid", "Anonymous_Gtid",
            "Previous_gtids", "Transaction_context", "View_change", "XA_prepare", "Update_rows_partial", "Transaction_payload",
            "Heartbeat_v2", "Gtid_tagged", "Large_transaction_header",
        ];
        first.CopyTo(names, 0);
        string[] ofMariaDb =
        [
            "Annotate_rows", "Binlog_checkpoint", "Gtid", "Gtid_list", "Start_encryption", "Query_compressed", "Write_rows_compressed_v1",
            "Update_rows_compressed_v1", "Delete_rows_compressed_v1", "Write_rows_compressed", "Update_rows_compressed",
            "Delete_rows_compressed", "Partial_row_data",
        ];
        ofMariaDb.CopyTo(names, (int)BinlogEventType.MariaDbAnnotateRows);
        return names;
    }
}
