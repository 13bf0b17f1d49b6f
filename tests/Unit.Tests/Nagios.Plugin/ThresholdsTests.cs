namespace Nagios.Plugin.Tests;

public sealed class ThresholdsTests
{
    [Theory]
    [InlineData("80", "90", 50, NagiosState.Ok)]
    [InlineData("80", "90", 80, NagiosState.Ok)]
    [InlineData("80", "90", 80.1, NagiosState.Warning)]
    [InlineData("80", "90", 90, NagiosState.Warning)]
    [InlineData("80", "90", 90.1, NagiosState.Critical)]
    [InlineData("80", "90", -1, NagiosState.Critical)]
    [InlineData("20:", "10:", 15, NagiosState.Warning)]
    [InlineData("20:", "10:", 5, NagiosState.Critical)]
    [InlineData("20:", "10:", 25, NagiosState.Ok)]
    [InlineData("90", "80", 85, NagiosState.Critical)]
    [InlineData(null, "90", 95, NagiosState.Critical)]
    [InlineData(null, "90", 85, NagiosState.Ok)]
    [InlineData("80", null, 95, NagiosState.Warning)]
    [InlineData(null, null, 1e300, NagiosState.Ok)]
    [InlineData("@5:10", "@7", 7, NagiosState.Critical)]
    [InlineData("@5:10", "@7", 8, NagiosState.Warning)]
    public void Critical_is_asked_before_warning(string? warning, string? critical, double value, NagiosState state) =>
        Assert.Equal(state, Thresholds.Parse("", warning, critical).Judge(value));

    // Warning above 80, critical above 90; a margin of 5.
    [Theory]
    [InlineData(79, NagiosState.Ok, NagiosState.Ok)]
    [InlineData(81, NagiosState.Ok, NagiosState.Warning)]
    [InlineData(91, NagiosState.Ok, NagiosState.Critical)]
    [InlineData(80, NagiosState.Warning, NagiosState.Warning)]
    [InlineData(75.1, NagiosState.Warning, NagiosState.Warning)]
    [InlineData(75, NagiosState.Warning, NagiosState.Ok)]
    [InlineData(50, NagiosState.Warning, NagiosState.Ok)]
    [InlineData(89, NagiosState.Warning, NagiosState.Warning)]
    [InlineData(91, NagiosState.Warning, NagiosState.Critical)]
    [InlineData(90, NagiosState.Critical, NagiosState.Critical)]
    [InlineData(85.1, NagiosState.Critical, NagiosState.Critical)]
    [InlineData(85, NagiosState.Critical, NagiosState.Warning)]
    [InlineData(76, NagiosState.Critical, NagiosState.Warning)]
    [InlineData(75, NagiosState.Critical, NagiosState.Ok)]
    [InlineData(79, NagiosState.Unknown, NagiosState.Ok)]
    [InlineData(86, NagiosState.Unknown, NagiosState.Warning)]
    public void A_state_is_held_until_the_value_is_the_margin_inside_again(double value, NagiosState previous, NagiosState state) =>
        Assert.Equal(state, Thresholds.Parse("", "80", "90").Judge(value, previous, 5));

    [Theory]
    [InlineData("20:", "10:", 24, NagiosState.Warning, NagiosState.Warning)] // from below
    [InlineData("20:", "10:", 25, NagiosState.Warning, NagiosState.Ok)]
    [InlineData("20:", "10:", 14, NagiosState.Critical, NagiosState.Critical)]
    [InlineData("20:", "10:", 15, NagiosState.Critical, NagiosState.Warning)]
    [InlineData("@10:11", null, 8, NagiosState.Warning, NagiosState.Warning)] // a band narrower than the margin
    [InlineData("@10:11", null, 16, NagiosState.Warning, NagiosState.Warning)]
    [InlineData("@10:11", null, 16.1, NagiosState.Warning, NagiosState.Ok)]
    [InlineData("@10:11", null, 4.9, NagiosState.Warning, NagiosState.Ok)]
    [InlineData(null, "90", 88, NagiosState.Critical, NagiosState.Critical)] // no warning range to fall back to
    [InlineData(null, "90", 85, NagiosState.Critical, NagiosState.Ok)]
    [InlineData(null, null, 85, NagiosState.Critical, NagiosState.Ok)] // thresholds were taken away
    public void Hysteresis_knows_every_kind_of_range(
        string? warning, string? critical, double value, NagiosState previous, NagiosState state) =>
        Assert.Equal(state, Thresholds.Parse("", warning, critical).Judge(value, previous, 5));

    [Fact]
    public void Hysteresis_never_makes_a_state_better_nor_worse_than_the_last()
    {
        var random = new Random(80);
        var thresholds = Thresholds.Parse("", "10:80", "5:90");
        for (var number = 0; number < 20_000; number++)
        {
            var (value, margin, previous) =
                (random.NextDouble() * 120 - 10, number % 9 == 0 ? double.NaN : random.NextDouble() * 30 - 5, (NagiosState)random.Next(4));
            var (now, held) = (thresholds.Judge(value), thresholds.Judge(value, previous, margin));
            Assert.True(held.Severity() >= now.Severity());
            Assert.True(held == now || held.Severity() <= previous.Severity());
            if (margin is <= 0 or double.NaN)
                Assert.Equal(now, held);
        }
    }

    [Theory]
    [InlineData("", "x", null, "--warning 'x'")]
    [InlineData("", null, "x", "--critical 'x'")]
    [InlineData("entries", "x", null, "--entries-warning 'x'")]
    [InlineData("entries", "1", "x", "--entries-critical 'x'")]
    public void A_bad_range_is_blamed_on_the_option_it_came_from(string measure, string? warning, string? critical, string blamed) =>
        Assert.StartsWith(
            blamed, Assert.Throws<CheckException>(() => Thresholds.Parse(measure, warning, critical)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("90", "80", true)]
    [InlineData("80", "90", false)]
    [InlineData("80", "80", false)]
    [InlineData("10:", "20:", true)]
    [InlineData("20:", "10:", false)]
    [InlineData("0:100", "10:90", true)]
    [InlineData("@10:20", "@5:30", true)]
    [InlineData("@5:30", "@10:20", false)]
    [InlineData("@10:20", "30", false)]
    [InlineData("~:", "90", false)]
    public void A_warning_that_critical_always_overrides_is_noted(string warning, string critical, bool isNoted)
    {
        var thresholds = Thresholds.Parse("fill", warning, critical);
        var result = new NagiosCheckResult("X");
        result.Measure(new Series("fill", "", "fill"), 5, thresholds, "fill");
        string[] notes = isNoted
            ? [$"--fill-warning {warning} can never show, because --fill-critical {critical} alerts at every value where it would"] : [];
        Assert.Equal(notes, result.Notes);
    }
}
