namespace MySql.Binlog.Tests;

public class TransactionTests
{
    // GTIDs as the servers' tools print them; how many transactions: the GTID events of the reference walk.
    [Theory]
    [InlineData("mariadb-gtid", "3-31-4")]
    [InlineData("mysql-gtid-tagged", "f75b7ebb-e5e5-11f1-ad1a-02fc00000001:4")]
    public void The_last_whole_transaction_is_named(string name, string gtid)
    {
        var tracker = Follow(new BinlogFixture(name).Bytes, name);
        Assert.False(tracker.IsOpen);
        Assert.Equal(gtid, tracker.LastWhole.ToString());
    }

    [Fact]
    public void A_tag_stands_between_source_and_number()
    {
        var reader = new BinlogFixture("mysql-gtid-tagged").Open();
        var tracker = new TransactionTracker();
        var tagged = "";
        while (reader.Read())
        {
            tracker.Follow(reader);
            if (reader.Type == BinlogEventType.TaggedGtid)
                tagged = tracker.Current.ToString();
        }

        Assert.Equal("f75b7ebb-e5e5-11f1-ad1a-02fc00000001:billing:1", tagged);
    }

    public static TheoryData<string> ClosedFiles =>
        [.. BinlogFixture.Names.Where(name => !name.Contains("encrypted", StringComparison.Ordinal)
        && !name.Contains("truncated", StringComparison.Ordinal) && !name.Contains("zero", StringComparison.Ordinal)
            && !name.Contains("head", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(ClosedFiles))]
    public void Every_file_has_as_many_transactions_as_GTIDs_and_none_is_left_open(string name)
    {
        var fixture = new BinlogFixture(name);
        var tracker = Follow(fixture.Bytes, name);
        Assert.False(tracker.IsOpen);
        var gtids = new[] { 33, 34, 42, 162 }.Sum(type => fixture.Types.TryGetValue(type, out var found) ? found.Events : 0);
        if (gtids > 0)
            Assert.Equal(gtids, tracker.Count);
        if (tracker.Count > 0)
            Assert.InRange(tracker.SafeOffset, 100, fixture.Bytes.Length);
    }

    [Fact]
    public void A_transaction_that_the_files_end_cuts_is_open_and_the_safe_offset_is_before_it()
    {
        var tracker = Follow(new BinlogFixture("mariadb118-large-commit-head").Bytes, "head");
        Assert.True(tracker.IsOpen);
        Assert.Equal(tracker.Start, tracker.SafeOffset);
    }

    private static TransactionTracker Follow(byte[] bytes, string name)
    {
        var reader = new BinlogReader(BinlogBytes.Of(bytes, name));
        var tracker = new TransactionTracker();
        while (reader.Read())
            tracker.Follow(reader);
        return tracker;
    }
}
