using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

public sealed class FailingItemTests
{
    [Theory]
    [InlineData("/var=9700MB;9000;9500;0;10000", "critical /var 9700 MB")]
    [InlineData("/var=9200MB;9000;9500;0;10000", "warning /var 9200 MB")]
    [InlineData("/var=100MB;9000;9500;0;10000", "")]
    [InlineData("/=97%;80;90 /var=98%;80;90 /boot=12%;80;90", "critical / 97 %, critical /var 98 %")]
    [InlineData("'/srv/big data'=95%;80;90", "critical /srv/big data 95 %")]
    [InlineData("'it''s'=95%;80;90", "critical it's 95 %")]
    [InlineData("free=3%;10:;5:", "critical free 3 %")]
    [InlineData("free=12%;10:;5:", "")]
    [InlineData("temp=25;@20:30;@40:50", "warning temp 25")]
    [InlineData("age=7200s;3600;86400", "warning age 2 h")]
    [InlineData("used=3221225472B;1073741824;2147483648", "critical used 3.0 GB")]
    [InlineData("err=1e-05;;0.000001", "critical err 0.00001")]
    [InlineData("a=5;~:3;~:10", "warning a 5")]
    [InlineData("a=U;1;2 b=3;1;2", "critical b 3")]
    [InlineData("a=1,5;1;2 b=3;1;2", "critical b 3")]
    [InlineData("a=;1;2", "")]
    [InlineData("a=5", "")]
    [InlineData("a=5;0;0", "")]
    [InlineData("a=5;;0", "critical a 5")]
    [InlineData("a=5;rubbish;more", "")]
    [InlineData("=5;1;2", "")]
    [InlineData("no perfdata at all", "")]
    [InlineData("'unclosed=5;1;2", "")]
    [InlineData("", "")]
    [InlineData("   a=5;1;2   b=6;7;8  ", "critical a 5")]
    [InlineData("a=9;1;2 a=9;1;2", "critical a 9, critical a #2 9")]
    [InlineData("a=97%;80%;90% b=10%;80%;90%", "critical a 97 %")]
    [InlineData("a_free=3%;20;10 b_free=60%;20;10 c_free=15%;20;10", "critical a_free 3 %, warning c_free 15 %")]
    [InlineData("/var=100000000B;@206729625;@103364812", "critical /var 95 MB")]
    [InlineData("x\u001b[31m=9;1;2", "critical x [31m 9")]
    public void Items_over_their_own_thresholds_are_found(string perfData, string expected) =>
        Assert.Equal(expected,
            string.Join(", ", FailingItem.Parse(perfData)
            .Select(item => $"{item.State.Word().ToLowerInvariant()} {item.Label} {item.Value}")));

    [Fact]
    public void A_million_items_are_not_all_looked_at()
    {
        var perfData = string.Concat(Enumerable.Range(0, 100_000).Select(number => $"i{number}=9;1;2 "));

        Assert.Equal(FailingItem.MaximumItems, FailingItem.Parse(perfData).Count);
    }

    [Fact]
    public void Damaged_perfdata_never_throws()
    {
        var random = new Random(20111120);
        const string Whole = "'/srv/big data'=95%;80;90;0;100 /var=9700MB;@9000:1;~:9500;0;10000 t=1e-5s;;0";
        for (var round = 0; round < 20_000; round++)
        {
            var text = Whole.ToCharArray();
            for (var change = random.Next(1, 8); change > 0; change--)
                text[random.Next(text.Length)] = " '=;:@~%.e-0\u0000\ud800x"[random.Next(15)];

            var items = FailingItem.Parse(new string(text)[random.Next(10)..]);

            Assert.All(items, item =>
                Assert.True(item.Label.Length is > 0 and <= 60 && item.State is NagiosState.Warning or NagiosState.Critical));
        }
    }
}
