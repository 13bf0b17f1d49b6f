namespace MySql.ReplicationTree.Tests;

public sealed class MySqlGtidSetTests
{
    private const string A = "3dc4f752-e86e-11f1-9eeb-02fc00000001";
    private const string B = "3dc5de03-e86e-11f1-9806-02fc00000001";

    [Theory]
    [InlineData("", "")]
    [InlineData(" \n", "")]
    [InlineData(A + ":1-3:5", A + ":1-3:5")]
    [InlineData(A + ":5:1-3:4", A + ":1-5")]
    [InlineData(B + ":7,\n" + A + ":1", A + ":1," + B + ":7")]
    [InlineData("3DC4F752-E86E-11F1-9EEB-02FC00000001:1", A + ":1")]
    [InlineData(A + ":1-3:Tag_1:2:4-5", A + ":1-3:tag_1:2:4-5")]
    [InlineData(A + ":b:1:a:1," + A + ":9", A + ":9:a:1:b:1")]
    [InlineData(A + ":9223372036854775806", A + ":9223372036854775806")]
    public void A_set_is_written_in_the_servers_order(string text, string written) =>
        Assert.Equal(written, MySqlGtidSet.Parse(text)?.ToString());

    [Theory]
    [InlineData("x")]
    [InlineData(A)]
    [InlineData(A + ":")]
    [InlineData(A + ":0")]
    [InlineData(A + ":5-3")]
    [InlineData(A + ":1-")]
    [InlineData(A + ":tag")]
    [InlineData(A + ":1:tag")]
    [InlineData(A + ":1," + "3dc5de03-e86e")]
    [InlineData(A + ":9223372036854775807")]
    [InlineData("0-1-10")]
    public void What_is_no_whole_set_is_none(string text) => Assert.Null(MySqlGtidSet.Parse(text));

    [Fact]
    public void Sets_agree_with_a_model_that_knows_each_GTID()
    {
        var random = new Random(16);
        for (var round = 0; round < 3000; round++)
        {
            var (left, leftText) = RandomGtidSet.Of(random);
            var (right, rightText) = RandomGtidSet.Of(random);
            var (a, b) = (MySqlGtidSet.Parse(leftText)!, MySqlGtidSet.Parse(rightText)!);

            AssertSame(left.Except(right), a.Subtract(b));
            AssertSame(left.Union(right), a.Union(b));
            Assert.Equal(right.IsSubsetOf(left), a.Contains(b));
            Assert.Equal((UInt128)left.Count, a.Count);
            Assert.Equal(left.Count == 0, a.IsEmpty);
            Assert.Equal(left.Select(gtid => gtid.Uuid).Distinct().Order(StringComparer.Ordinal), a.Servers);
        }
    }

    private static void AssertSame(IEnumerable<(string Uuid, string Tag, int Number)> model, MySqlGtidSet set)
    {
        var expected = RandomGtidSet.Write(model);
        Assert.Equal(MySqlGtidSet.Parse(expected)!.ToString(), set.ToString());
        Assert.Equal((UInt128)model.Count(), set.Count);
    }
}
