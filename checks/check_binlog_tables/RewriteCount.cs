namespace NagiosChecks.BinlogTables;

/// <summary>Updates of rows that had been written before, of one table.</summary>
internal sealed class RewriteCount
{
    private const int WorstAtMost = 3;

    /// <summary>Rows that were written more than once.</summary>
    public long Rows { get; set; }

    /// <summary>Updates that wrote such a row again.</summary>
    public long Updates { get; set; }

    /// <summary>Bytes of these updates, before compression.</summary>
    public long Bytes { get; set; }

    /// <summary>Of the updates those that wrote the row again within the transaction that had written it last.</summary>
    public long UpdatesInTransaction { get; set; }

    /// <summary>Bytes of these.</summary>
    public long BytesInTransaction { get; set; }

    /// <summary>The rows that were written most often.</summary>
    public List<RewrittenRow> Worst { get; } = [];

    /// <summary>Takes in that a row was written once more.</summary>
    public void Note(RewrittenRow row)
    {
        for (var index = 0; index < Worst.Count; index++)
        {
            if (Worst[index].Chain == row.Chain)
            {
                Worst[index] = row;
                return;
            }
        }

        if (Worst.Count < WorstAtMost)
            Worst.Add(row);
        else if (Worst.MinBy(each => each.Writes) is var least && least.Writes < row.Writes)
            Worst[Worst.IndexOf(least)] = row;
    }
}

/// <summary>A row that was written again and again.</summary>
/// <param name="Chain">What tells it from others in this run.</param>
/// <param name="Writes">How many times it was written.</param>
/// <param name="Bytes">What all of that took, before compression.</param>
/// <param name="OneWrite">What the last write alone took.</param>
/// <param name="Offset">Where the last write stands.</param>
internal readonly record struct RewrittenRow(int Chain, int Writes, long Bytes, long OneWrite, long Offset);
