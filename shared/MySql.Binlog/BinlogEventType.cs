namespace MySql.Binlog;

/// <summary>
/// What an event is. MySQL counts from 1 (libs/mysql/binlog/event/binlog_event.h), MariaDB has its own from 160 (sql/log_event.h).
/// A type that is not here is data, not damage: its length says how to skip it.
/// </summary>
public enum BinlogEventType
{
    /// <summary>No event has this type.</summary>
    Unknown = 0,

    /// <summary>First event before MySQL 5.0.</summary>
    StartV3 = 1,

    /// <summary>A statement with its default schema.</summary>
    Query = 2,

    /// <summary>The server stopped: last event of a file.</summary>
    Stop = 3,

    /// <summary>Names the next file: last event of a file.</summary>
    Rotate = 4,

    /// <summary>A value that the next statement uses: LAST_INSERT_ID or INSERT_ID.</summary>
    IntVar = 5,

    /// <summary>LOAD DATA of MySQL 3.23.</summary>
    Load = 6,

    /// <summary>Not used.</summary>
    Slave = 7,

    /// <summary>LOAD DATA of MySQL 4.0.</summary>
    CreateFile = 8,

    /// <summary>A block of a LOAD DATA file.</summary>
    AppendBlock = 9,

    /// <summary>LOAD DATA of MySQL 4.0.</summary>
    ExecLoad = 10,

    /// <summary>Removes the temporary file of a LOAD DATA.</summary>
    DeleteFile = 11,

    /// <summary>LOAD DATA of MySQL 4.0.</summary>
    NewLoad = 12,

    /// <summary>Seeds of RAND() in the next statement.</summary>
    Rand = 13,

    /// <summary>A user variable of the next statement.</summary>
    UserVar = 14,

    /// <summary>How this file is written: first event of a file since MySQL 5.0.</summary>
    FormatDescription = 15,

    /// <summary>Commit of a transaction.</summary>
    Xid = 16,

    /// <summary>First block of a LOAD DATA file.</summary>
    BeginLoadQuery = 17,

    /// <summary>LOAD DATA since MySQL 5.0.</summary>
    ExecuteLoadQuery = 18,

    /// <summary>Maps a table id to schema, table and columns.</summary>
    TableMap = 19,

    /// <summary>Rows of MySQL 5.1.0-5.1.17.</summary>
    WriteRowsV0 = 20,

    /// <summary>Rows of MySQL 5.1.0-5.1.17.</summary>
    UpdateRowsV0 = 21,

    /// <summary>Rows of MySQL 5.1.0-5.1.17.</summary>
    DeleteRowsV0 = 22,

    /// <summary>Inserted rows; MariaDB and MySQL 5.1-5.5.</summary>
    WriteRowsV1 = 23,

    /// <summary>Updated rows, before and after; MariaDB and MySQL 5.1-5.5.</summary>
    UpdateRowsV1 = 24,

    /// <summary>Deleted rows; MariaDB and MySQL 5.1-5.5.</summary>
    DeleteRowsV1 = 25,

    /// <summary>Something out of the ordinary happened on the primary.</summary>
    Incident = 26,

    /// <summary>Sent over the wire only.</summary>
    Heartbeat = 27,

    /// <summary>May be skipped.</summary>
    Ignorable = 28,

    /// <summary>MySQL: the SQL text of the row events that follow.</summary>
    RowsQuery = 29,

    /// <summary>Inserted rows; MySQL since 5.6.</summary>
    WriteRowsV2 = 30,

    /// <summary>Updated rows, before and after; MySQL since 5.6.</summary>
    UpdateRowsV2 = 31,

    /// <summary>Deleted rows; MySQL since 5.6.</summary>
    DeleteRowsV2 = 32,

    /// <summary>MySQL: the transaction's GTID.</summary>
    Gtid = 33,

    /// <summary>MySQL: a transaction without GTID.</summary>
    AnonymousGtid = 34,

    /// <summary>MySQL: all GTIDs before this file.</summary>
    PreviousGtids = 35,

    /// <summary>MySQL group replication.</summary>
    TransactionContext = 36,

    /// <summary>MySQL group replication.</summary>
    ViewChange = 37,

    /// <summary>XA PREPARE.</summary>
    XaPrepare = 38,

    /// <summary>MySQL 8: updated rows with partial JSON.</summary>
    PartialUpdateRows = 39,

    /// <summary>MySQL 8: a whole transaction, compressed with zstd.</summary>
    TransactionPayload = 40,

    /// <summary>MySQL 8: sent over the wire only.</summary>
    HeartbeatV2 = 41,

    /// <summary>MySQL 8.3: a GTID with a tag.</summary>
    TaggedGtid = 42,

    /// <summary>MySQL after 9.7: how a large transaction, whose cache file became this binlog, is laid out.</summary>
    LargeTransactionHeader = 43,

    /// <summary>MariaDB: the SQL text of the row events that follow.</summary>
    MariaDbAnnotateRows = 160,

    /// <summary>MariaDB: up to where recovery after a crash must look.</summary>
    MariaDbBinlogCheckpoint = 161,

    /// <summary>MariaDB: the transaction's GTID.</summary>
    MariaDbGtid = 162,

    /// <summary>MariaDB: all GTIDs before this file.</summary>
    MariaDbGtidList = 163,

    /// <summary>MariaDB: everything behind this event is encrypted.</summary>
    MariaDbStartEncryption = 164,

    /// <summary>MariaDB: a compressed statement.</summary>
    MariaDbQueryCompressed = 165,

    /// <summary>MariaDB: inserted rows, compressed.</summary>
    MariaDbWriteRowsCompressedV1 = 166,

    /// <summary>MariaDB: updated rows, compressed.</summary>
    MariaDbUpdateRowsCompressedV1 = 167,

    /// <summary>MariaDB: deleted rows, compressed.</summary>
    MariaDbDeleteRowsCompressedV1 = 168,

    /// <summary>MariaDB: inserted rows of version 2, compressed; no server is known to write it.</summary>
    MariaDbWriteRowsCompressed = 169,

    /// <summary>MariaDB: updated rows of version 2, compressed; no server is known to write it.</summary>
    MariaDbUpdateRowsCompressed = 170,

    /// <summary>MariaDB: deleted rows of version 2, compressed; no server is known to write it.</summary>
    MariaDbDeleteRowsCompressed = 171,

    /// <summary>MariaDB 12.3: a piece of a rows event that is too large for one event.</summary>
    MariaDbPartialRowData = 172,
}
