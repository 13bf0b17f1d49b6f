namespace MySql.Binlog.Tests;

public class AllocationTests
{
    // The second time over the same bytes everything that is made once is there.
    [Theory]
    [InlineData("mysql-manyrows", RowDetail.Lengths)]
    [InlineData("mysql-manyrows", RowDetail.Hashes)]
    [InlineData("mariadb-rewrites-noblob", RowDetail.Hashes)]
    [InlineData("mariadb118-types-full", RowDetail.Hashes)]
    [InlineData("mysql-types-minimal", RowDetail.Hashes)]
    [InlineData("mysql-rewrites-payload", RowDetail.Hashes)]
    public void No_event_and_no_row_allocates(string name, RowDetail detail)
    {
        var bytes = BinlogBytes.Of(new BinlogFixture(name).Bytes, name);
        var maps = new TableMaps();
        using var rows = new RowsReader { Detail = detail };
        var tracker = new TransactionTracker();
        Read(new BinlogReader(bytes), maps, rows, tracker);

        var reader = new BinlogReader(bytes);
        Assert.True(reader.Read());
        if (name == "mysql-rewrites-payload")
            Read(reader, maps, rows, tracker, events: 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var events = Read(reader, maps, rows, tracker);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The window grows to its full size once, in a few steps; nothing else may be left of hundreds of events.
        Assert.InRange(events, 40, int.MaxValue);
        Assert.InRange(allocated, 0, 2_200_000);
        var again = new BinlogReader(bytes, new BinlogReaderOptions { LargestPiece = 64 * 1024, LargestRead = 4096 });
        Assert.True(again.Read());
        Read(again, maps, rows, tracker, events: 30);
        before = GC.GetAllocatedBytesForCurrentThread();
        Read(again, maps, rows, tracker);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 140_000);
    }

    private static int Read(BinlogReader reader, TableMaps maps, RowsReader rows, TransactionTracker tracker, int events = int.MaxValue)
    {
        var count = 0;
        while (count < events && reader.Read())
        {
            count++;
            reader.VerifyChecksum();
            tracker.Follow(reader);
            if (reader.Type == BinlogEventType.TransactionPayload)
            {
                Read(reader.OpenPayload().Events, maps, rows, tracker);
            }
            else if (reader.Type == BinlogEventType.TableMap)
            {
                maps.Read(reader);
            }
            else if (reader.Type.IsRows())
            {
                rows.Open(reader, maps);
                if (rows.Detail == RowDetail.Lengths)
                    rows.Count(out _);
                while (rows.Read())
                {
                }
            }
        }

        return count;
    }
}
