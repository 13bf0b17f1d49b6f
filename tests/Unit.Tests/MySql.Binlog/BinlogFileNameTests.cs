namespace MySql.Binlog.Tests;

public class BinlogFileNameTests
{
    [Theory]
    [InlineData("mysql-bin.000001", "mysql-bin", 1)]
    [InlineData("binlog.1000000", "binlog", 1000000)]
    [InlineData("db1.example.net-bin.000042", "db1.example.net-bin", 42)]
    [InlineData("a.2147483647", "a", 2147483647)]
    public void A_name_is_a_base_and_a_number(string text, string @base, long number)
    {
        var name = BinlogFileName.Parse(text);
        Assert.Equal(new BinlogFileName(number, text), name);
        Assert.Equal(@base, name!.Value.Base.ToString());
    }

    [Theory]
    [InlineData("mysql-bin.index")]
    [InlineData("mysql-bin.00001")]
    [InlineData("mysql-bin.~rec~")]
    [InlineData("mysql-bin.000001.gz")]
    [InlineData("mysql-bin.00000١")]
    [InlineData(".000001")]
    [InlineData("000001")]
    [InlineData("mysql-bin.12345678901")]
    [InlineData("")]
    public void Anything_else_is_not_a_binlog(string text) =>
        Assert.Null(BinlogFileName.Parse(text));
}
