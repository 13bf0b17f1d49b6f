namespace Nagios.Plugin.Tests;

public sealed class NagiosRangeTests
{
    [Theory]
    [InlineData("10", -0.1, true)]
    [InlineData("10", 0, false)]
    [InlineData("10", 10, false)]
    [InlineData("10", 10.01, true)]
    [InlineData("10:", 9.99, true)]
    [InlineData("10:", 10, false)]
    [InlineData("~:10", -1000, false)]
    [InlineData("~:10", 10.01, true)]
    [InlineData("10:20", 9, true)]
    [InlineData("10:20", 21, true)]
    [InlineData("10:20", 15, false)]
    [InlineData("@10:20", 10, true)]
    [InlineData("@10:20", 20, true)]
    [InlineData("@10:20", 21, false)]
    public void Alerts_as_the_table_of_the_guidelines_says(string range, double value, bool alert) =>
        Assert.Equal(alert, NagiosRange.Parse("--warning", range).Alerts(value));
}
