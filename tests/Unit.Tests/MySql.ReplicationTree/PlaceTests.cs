namespace MySql.ReplicationTree.Tests;

public sealed class PlaceTests
{
    [Theory]
    [InlineData("mysql-bin.000001", 4, "mysql-bin.000001", 4, 0)]
    [InlineData("mysql-bin.000001", 4, "mysql-bin.000001", 5, -1)]
    [InlineData("mysql-bin.000002", 4, "mysql-bin.000001", 900, 1)]
    [InlineData("mysql-bin.999999", 900, "mysql-bin.1000000", 4, -1)]
    [InlineData("a.b.c.000010", 4, "a.b.c.9", 4, 1)]
    [InlineData("mysql-bin.99999999999999999999", 4, "mysql-bin.100000000000000000000", 4, -1)]
    [InlineData("mysql-bin.000001", 4, "other-bin.000001", 4, null)]
    [InlineData("mysql-bin", 4, "mysql-bin", 4, null)]
    [InlineData("", 0, "", 0, null)]
    public void Files_are_compared_by_number(string file, ulong offset, string otherFile, ulong otherOffset, int? order)
    {
        var (place, other) = (new SourcePlace(file, offset), new SourcePlace(otherFile, otherOffset));

        Assert.Equal(order, place.CompareWith(other));
        Assert.Equal(-order, other.CompareWith(place));
    }

    [Theory]
    [InlineData("0-1-10", "0-1-12,1-2-3", "0-1-12,1-2-3")]
    [InlineData("0-1-10,1-2-3", "0-9-10,1-2-2", "")]
    [InlineData("0-1-10,1-2-3", "", "")]
    [InlineData("", "0-1-1", "0-1-1")]
    public void Each_domain_is_compared_by_itself(string mine, string theirs, string behind) =>
        Assert.Equal(behind, string.Join(',', MariaDbGtidList.Parse(mine)!.Behind(MariaDbGtidList.Parse(theirs)!)));

    [Theory]
    [InlineData("0-1")]
    [InlineData("0-1-2-3")]
    [InlineData("0-1-x")]
    [InlineData("0-1-2,")]
    [InlineData("4294967296-1-2")]
    public void What_is_no_list_is_none(string text) => Assert.Null(MariaDbGtidList.Parse(text));
}
