using MySql.Binlog;

namespace NagiosChecks.BinlogTables;

/// <summary>
/// Finds updates of a row that had been written before, without knowing any key: the row after an update, looked at through the columns
/// of its before image, is the row before the next update of it. Rows are known by 64-bit hashes in a table of fixed size: when it is
/// full the oldest go, so that a small table finds fewer and never too many.
/// </summary>
internal sealed class RewriteChains
{
    private const int Ways = 4;
    private const int Sets = 32 * 1024;

    private readonly Slot[] _slots = new Slot[Ways * Sets];
    private uint _now;
    private uint _run;
    private int _chains;
    private TableCount? _runTable;
    private RowsKind _runKind;

    /// <summary>The transaction that is read; changes with every one.</summary>
    public uint Transaction { get; set; }

    /// <summary>How many rows had to be forgotten because the table was full.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Begins a rows event. Rows events of one table and kind that follow one another are one run: within it every row is another
    /// row.</summary>
    public void BeginEvent(TableCount table, RowsKind kind)
    {
        if (_runTable == table && _runKind == kind)
            return;
        _run++;
        (_runTable, _runKind) = (table, kind);
    }

    /// <summary>Ends a rows event.</summary>
    public void EndEvent(bool endsStatement)
    {
        if (endsStatement)
            _runTable = null;
    }

    /// <summary>Takes in a row.</summary>
    public void Follow(TableCount table, RowsReader rows, long offset)
    {
        _now++;
        switch (rows.Kind)
        {
            case RowsKind.Insert:
                Put(Hash(table, rows.After, rows.After, overlay: false), new Slot { Writes = 1, Bytes = rows.After.Bytes });
                break;
            case RowsKind.Delete:
                Take(Hash(table, rows.Before, rows.Before, overlay: false), out _);
                break;
            default:
                FollowUpdate(table, rows, offset);
                break;
        }
    }

    private void FollowUpdate(TableCount table, RowsReader rows, long offset)
    {
        var bytes = rows.Before.Bytes + rows.After.Bytes;
        var found = Take(Hash(table, rows.Before, rows.Before, overlay: false), out var slot);
        var after = Hash(table, rows.Before, rows.After, overlay: true);
        if (!found)
        {
            Put(after, new Slot { Writes = 1, Bytes = bytes });
            return;
        }

        var rewrites = table.Rewrites;
        if (slot.Chain == 0)
        {
            slot.Chain = ++_chains;
            rewrites.Rows++;
        }

        slot.Writes++;
        slot.Bytes += bytes;
        rewrites.Updates++;
        rewrites.Bytes += bytes;
        if (slot.Transaction == Transaction)
        {
            rewrites.UpdatesInTransaction++;
            rewrites.BytesInTransaction += bytes;
        }

        rewrites.Note(new RewrittenRow(slot.Chain, slot.Writes, slot.Bytes, bytes, offset));
        Put(after, slot);
    }

    // Over the columns that the first image has: values of the second where it has them.
    private static ulong Hash(TableCount table, RowImage columns, RowImage values, bool overlay)
    {
        var hash = (ulong)table.Number + 1;
        for (var column = 0; column < columns.ColumnCount; column++)
        {
            if (columns.State(column) == ColumnState.Absent)
                continue;
            var from = overlay && values.State(column) is ColumnState.Absent ? columns : values;
            hash = ValueHash.Add(hash + (uint)column, from.Hash(column));
        }

        return hash;
    }

    private bool Take(ulong key, out Slot slot)
    {
        var set = (int)(key >> 32) & (Sets - 1);
        for (var index = set * Ways; index < (set + 1) * Ways; index++)
        {
            ref var candidate = ref _slots[index];
            if (candidate.Key != key || candidate.Writes == 0 || candidate.Run == _run)
                continue;
            slot = candidate;
            candidate = default;
            return true;
        }

        slot = default;
        return false;
    }

    private void Put(ulong key, Slot slot)
    {
        var set = (int)(key >> 32) & (Sets - 1);
        ref var oldest = ref _slots[set * Ways];
        for (var index = set * Ways + 1; index < (set + 1) * Ways; index++)
        {
            if (oldest.Writes == 0)
                break;
            if (_slots[index].Writes == 0 || _slots[index].Time < oldest.Time)
                oldest = ref _slots[index];
        }

        Forgotten += oldest.Writes == 0 ? 0 : 1;
        slot.Key = key;
        slot.Time = _now;
        slot.Run = _run;
        slot.Transaction = Transaction;
        oldest = slot;
    }

    private struct Slot
    {
        public ulong Key;
        public long Bytes;
        public uint Time;
        public uint Run;
        public uint Transaction;
        public int Writes;
        public int Chain;
    }
}
