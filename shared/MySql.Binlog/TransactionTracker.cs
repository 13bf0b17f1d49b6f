using System.Runtime.CompilerServices;

namespace MySql.Binlog;

/// <summary>What an event is to the transaction that it belongs to.</summary>
public enum TransactionStep
{
    /// <summary>The event belongs to no transaction: it frames the file.</summary>
    None,

    /// <summary>It begins a transaction (or a statement that is its own).</summary>
    Begin,

    /// <summary>It stands inside a transaction.</summary>
    Inside,

    /// <summary>It ends a transaction: what follows is the next one, or the file's end.</summary>
    End,
}

/// <summary>
/// Follows the transactions of a file: where one begins and ends, by which GTID, and whether the last one is whole. Both families, with
/// GTIDs
/// and without.
/// </summary>
public sealed class TransactionTracker
{
    private const byte MariaDbStandalone = 1;
    private const int WordBytes = 32;
    private bool _inBlock;

    /// <summary>True between the first event of a transaction and its last.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Where the transaction begins that is open, or that ended last.</summary>
    public long Start { get; private set; } = BinlogFileStart.MagicLength;

    /// <summary>The GTID of the transaction that is open, or of the last one if none is.</summary>
    public Gtid Current { get; private set; }

    /// <summary>The GTID of the last transaction that is whole; none before the first.</summary>
    public Gtid LastWhole { get; private set; }

    /// <summary>Where the last whole transaction ends, or the last event between transactions: reading can begin again there.</summary>
    public long SafeOffset { get; private set; } = BinlogFileStart.MagicLength;

    /// <summary>How many transactions ended.</summary>
    public long Count { get; private set; }

    /// <summary>Follows one event; call it once for each.</summary>
    /// <param name="reader">Stands on the event.</param>
    /// <returns>What the event is to its transaction.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TransactionStep Follow(BinlogReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var type = reader.Type;
        if (IsOpen && (type == BinlogEventType.TableMap || type.IsRows()))
            return TransactionStep.Inside;
        return FollowOther(reader);
    }

    /// <summary>Begins a file, or goes on in its middle: no transaction is open there.</summary>
    /// <param name="offset">Where the first event that will be followed begins.</param>
    public void StartAt(long offset) =>
        (SafeOffset, Start, IsOpen, _inBlock, Current) = (Math.Max(offset, BinlogFileStart.MagicLength), offset, false, false, default);

    private TransactionStep FollowOther(BinlogReader reader)
    {
        switch (reader.Type)
        {
            case BinlogEventType.Gtid or BinlogEventType.AnonymousGtid or BinlogEventType.TaggedGtid:
                return Begin(reader, inBlock: false);
            case BinlogEventType.MariaDbGtid:
                // MariaDB writes no BEGIN: whatever does not stand alone is a block.
                var body = reader.Start(13);
                return Begin(reader, body.Length == 13 && (body[12] & MariaDbStandalone) == 0);
            case BinlogEventType.Xid or BinlogEventType.XaPrepare or BinlogEventType.TransactionPayload:
                return End(reader);
            case BinlogEventType.Query:
                return FollowQuery(reader);
            case BinlogEventType.MariaDbQueryCompressed or BinlogEventType.ExecuteLoadQuery:
                // Too long to be BEGIN or COMMIT.
                return _inBlock ? Within(reader) : End(reader);
            case BinlogEventType.FormatDescription or BinlogEventType.Stop or BinlogEventType.Rotate or BinlogEventType.PreviousGtids
                or BinlogEventType.MariaDbGtidList or BinlogEventType.MariaDbBinlogCheckpoint or BinlogEventType.MariaDbStartEncryption
                or BinlogEventType.Unknown or BinlogEventType.Incident or BinlogEventType.Heartbeat or BinlogEventType.HeartbeatV2:
                if (!IsOpen)
                    SafeOffset = reader.NextOffset;
                return TransactionStep.None;
            default:
                return Within(reader);
        }
    }

    private TransactionStep FollowQuery(BinlogReader reader)
    {
        var sql = QueryEvent.Sql(reader, WordBytes, out _);
        if (sql.SequenceEqual("BEGIN"u8) || sql.StartsWith("XA START"u8))
        {
            if (!IsOpen)
                return Begin(reader, inBlock: true);
            _inBlock = true;
            return TransactionStep.Inside;
        }

        if (sql.SequenceEqual("COMMIT"u8) || sql.SequenceEqual("ROLLBACK"u8) || sql.StartsWith("XA COMMIT"u8)
            || sql.StartsWith("XA ROLLBACK"u8))
            return End(reader);
        return _inBlock ? Within(reader) : End(reader);
    }

    private TransactionStep Begin(BinlogReader reader, bool inBlock)
    {
        (IsOpen, _inBlock, Start) = (true, inBlock, reader.Offset);
        Current = Gtid.Read(reader);
        return TransactionStep.Begin;
    }

    private TransactionStep Within(BinlogReader reader)
    {
        if (IsOpen)
            return TransactionStep.Inside;
        (IsOpen, Start, Current) = (true, reader.Offset, default);
        return TransactionStep.Begin;
    }

    private TransactionStep End(BinlogReader reader)
    {
        if (!IsOpen)
            (Start, Current) = (reader.Offset, default);
        (IsOpen, _inBlock) = (false, false);
        Count++;
        SafeOffset = reader.NextOffset;
        if (Current.Exists)
            LastWhole = Current;
        return TransactionStep.End;
    }
}
