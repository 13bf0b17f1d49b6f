namespace MySql.Binlog.Tests;

public class EventCursorTests
{
    [Fact]
    public void Integers_are_little_endian_and_the_offset_follows()
    {
        var cursor = new EventCursor([1, 2, 0, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 1], 100);

        Assert.Equal(1, cursor.ReadByte("a"));
        Assert.Equal(2, cursor.ReadUInt16("b"));
        Assert.Equal(3u, cursor.ReadUInt32("c"));
        Assert.Equal(4ul + (1ul << 32), cursor.ReadUInt48("d"));
        Assert.Equal(5ul + (1ul << 56), cursor.ReadUInt64("e"));
        Assert.Equal(121, cursor.Offset);
        Assert.Equal(0, cursor.Remaining);
    }

    [Fact]
    public void Reading_past_the_end_names_the_field_and_the_offset()
    {
        var failure = Assert.Throws<BinlogFormatException>(() =>
        {
            var cursor = new EventCursor([1, 2, 3], 100);
            cursor.ReadByte("a");
            cursor.ReadUInt32("the creation time");
        });

        Assert.Equal(101, failure.Offset);
        Assert.Equal("the creation time needs 4 bytes and 2 are left", failure.Reason);
    }
}
