using System.Text;

namespace MySql.Binlog.Tests;

public class FormatDescriptionTests
{
    // The servers put the checksum field behind the post-header lengths since MySQL 5.6.1 and MariaDB 5.3.0.
    [Theory]
    [InlineData("5.5.62-log", false)]
    [InlineData("5.6.0-m4", false)]
    [InlineData("5.6.1", true)]
    [InlineData("5.7.44-log", true)]
    [InlineData("8.0.36-28", true)]
    [InlineData("8.4.0", true)]
    [InlineData("9.7.4-2", true)]
    [InlineData("5.2.14-MariaDB-log", false)]
    [InlineData("5.3.0-MariaDB-beta", true)]
    [InlineData("5.5.68-MariaDB", true)]
    [InlineData("10.11.19-MariaDB-0+deb12u1-log", true)]
    [InlineData("11.8.2-mariadb", true)]
    public void The_version_decides_whether_there_is_a_checksum_field(string version, bool checksummed)
    {
        var body = Body(version, types: 40, checksummed ? [1, 0xde, 0xad, 0xbe, 0xef] : []);
        var format = FormatDescription.Parse(body, 23);

        Assert.Equal(version, format.ServerVersion);
        Assert.Equal(checksummed ? BinlogChecksumAlgorithm.Crc32 : BinlogChecksumAlgorithm.Undefined, format.Checksum);
        Assert.Equal(40, format.PostHeaderLengths.Count);
        Assert.Equal(40, format.PostHeaderLength((BinlogEventType)40));
        Assert.Null(format.PostHeaderLength((BinlogEventType)41));
        Assert.Null(format.PostHeaderLength(BinlogEventType.Unknown));
    }

    [Fact]
    public void A_version_of_fifty_letters_has_no_closing_zero() =>
        Assert.Equal(new string('9', 50), FormatDescription.Parse(Body(new string('9', 50), 40, [0, 0, 0, 0, 0]), 23).ServerVersion);

    [Fact]
    public void Too_few_event_types_are_refused() =>
        Assert.Contains(
            "knows 14 event types",
            Assert.Throws<BinlogFormatException>(() => FormatDescription.Parse(Body("8.0.36", 14, [1, 0, 0, 0, 0]), 23)).Message,
            StringComparison.Ordinal);

    private static byte[] Body(string version, int types, byte[] tail)
    {
        var name = new byte[50];
        Encoding.ASCII.GetBytes(version, name);
        return [4, 0, .. name, 0, 0, 0, 0, 19, .. Enumerable.Range(1, types).Select(type => (byte)type), .. tail];
    }
}
