namespace Nagios.Plugin.Tests;

public sealed class SeriesTests
{
    private static readonly Series Fill = new("fill", "%", "how full the table is") { Maximum = 100 };
    private static readonly Series Rate = new("drops", "", "packets dropped in a second");
    private static readonly ItemSeries Lag = new("lag", "CHANNEL", "s", "seconds behind the source");
    private static readonly ItemSeries Errno = new("errno", "CHANNEL", "", "error number");
    private static readonly Series Total = new("total", "B", "bytes of all") { Minimum = null };

    private static readonly DeclaredSeries[] All = [Fill, Rate, Lag, Errno, Total];

    private static readonly Thresholds EightyNinety = Thresholds.Parse("", "80", "90");

    private static string PerfData(NagiosCheckResult result) => string.Join(' ', result.PerfData);

    [Fact]
    public void Perfdata_are_the_declared_series_in_their_order_with_U_for_what_is_not_known()
    {
        var result = new NagiosCheckResult("X", All);
        Assert.Equal("fill=U drops=U total=U", PerfData(result));
        result.Graph(Total, 5);
        result.Graph(Rate, null);
        result.Measure(Fill, 50, EightyNinety, "half full");
        Assert.Equal("fill=50%;80;90;0;100 drops=U total=5B", PerfData(result));
    }

    [Fact]
    public void Items_stand_in_the_order_of_their_names_and_each_has_every_series_of_its_kind()
    {
        var result = new NagiosCheckResult("X", All);
        result.Graph(Lag.Of("b"), 3);
        result.Graph(Errno.Of("a"), 1236);
        result.Graph(Lag.Of("c"), null);
        Assert.Equal("fill=U drops=U lag_a=U lag_b=3s;;;0 lag_c=U errno_a=1236;;;0 errno_b=U errno_c=U total=U", PerfData(result));
    }

    [Fact]
    public void An_item_without_a_name_has_the_prefix_alone() =>
        Assert.Equal("lag=3s;;;0 errno=U", PerfData(new NagiosCheckResult("X", [Lag, Errno]).Graph(Lag.Of(""), 3)));

    [Fact]
    public void The_order_does_not_depend_on_the_order_of_measuring()
    {
        var random = new Random(3);
        var orders = new HashSet<string>();
        for (var run = 0; run < 50; run++)
        {
            var result = new NagiosCheckResult("X", All);
            var series = new[] { Fill, Rate, Lag.Of("a"), Lag.Of("b"), Errno.Of("a"), Errno.Of("b"), Total };
            random.Shuffle(series);
            foreach (var one in series)
                result.Graph(one, random.Next(2) == 0 ? null : random.Next(100));
            orders.Add(string.Join(' ', result.PerfData.Select(datum => datum.Label)));
        }

        Assert.Equal(["fill drops lag_a lag_b errno_a errno_b total"], orders);
    }

    [Theory]
    [InlineData(50, NagiosState.Ok)]
    [InlineData(85, NagiosState.Warning)]
    [InlineData(95, NagiosState.Critical)]
    public void Measure_returns_the_state_and_gives_the_cause_only_when_it_is_not_OK(double value, NagiosState state)
    {
        var result = new NagiosCheckResult("X", All);
        Assert.Equal(state, result.Measure(Fill, value, EightyNinety, "table full", "too many flows"));
        Assert.Equal(new Finding(state, "table full", state == NagiosState.Ok ? null : "too many flows"), result.Findings.Single());
        Assert.Equal(state, result.State);
    }

    [Fact]
    public void Each_state_can_have_a_cause_of_its_own()
    {
        var result = new NagiosCheckResult("X", All);
        result.Measure(Fill, 85, EightyNinety, "table full", state => state == NagiosState.Critical ? "act" : "look");
        Assert.Equal("look", result.Findings.Single().Cause);
    }

    [Fact]
    public void A_value_that_is_not_known_is_neither_judged_nor_reported()
    {
        var result = new NagiosCheckResult("X", All);
        Assert.Equal(NagiosState.Ok, result.Measure(Fill, null, Thresholds.Parse("", "1:", "1:"), "table full"));
        Assert.Equal(NagiosState.Ok, result.Measure(Fill, double.NaN, Thresholds.Parse("", "1:", "1:"), "table full"));
        Assert.Empty(result.Findings);
        Assert.StartsWith("fill=U ", PerfData(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Hysteresis_holds_the_state_of_the_last_run()
    {
        var result = new NagiosCheckResult("X", All);
        Assert.Equal(NagiosState.Critical,
            result.Measure(Fill, 88, EightyNinety, new Hysteresis(NagiosState.Critical, 5), "table full", _ => "held"));
        Assert.Equal(NagiosState.Warning,
            result.Measure(Fill, 84, EightyNinety, new Hysteresis(NagiosState.Critical, 5), "table full", _ => "held"));
    }

    [Fact]
    public void The_host_can_decide_the_maximum() =>
        Assert.StartsWith(
            "fill=U drops=U total=5B;;;;9", PerfData(new NagiosCheckResult("X", All).Graph(Total with { Maximum = 9 }, 5)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(2.1819990770000004, "2.182")]
    [InlineData(1236, "1236")]
    [InlineData(0.12345, "0.123")]
    [InlineData(0.01666666, "0.0167")]
    [InlineData(0.0000123456, "0.0000123")]
    [InlineData(1e-13, "0.0000000000001")]
    [InlineData(-0.00012345, "-0.000123")]
    [InlineData(0, "0")]
    [InlineData(1234567890.5, "1234567890.5")]
    public void Perfdata_have_at_most_three_decimals_and_never_round_a_small_rate_to_0(double value, string printed) =>
        Assert.Equal($"total={printed}B", PerfData(new NagiosCheckResult("X", [Total]).Graph(Total, value)));

    [Fact]
    public void What_is_judged_is_what_is_printed()
    {
        var result = new NagiosCheckResult("X", All);
        Assert.Equal(NagiosState.Ok, result.Measure(Rate, 1.0004, Thresholds.Parse("", "1", null), "drops"));
        Assert.Equal(NagiosState.Warning, result.Measure(Rate, 1.0006, Thresholds.Parse("", "1", null), "drops"));
        Assert.Contains("drops=1.001;1;;0", PerfData(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_come_out_the_same_are_told_apart()
    {
        var result = new NagiosCheckResult("X", [Lag]);
        foreach (var item in new[] { "a=b", "a;b", "a_b" })
            result.Graph(Lag.Of(item), 1);
        Assert.Equal(["lag_a_b", "lag_a_b_2", "lag_a_b_3"], result.PerfData.Select(datum => datum.Label));
    }

    [Fact]
    public void Items_without_a_declaration_follow_the_declared_ones() =>
        Assert.Equal("fill=U old=1", PerfData(new NagiosCheckResult("X", [Fill]).Graph(new PerfDatum("old", 1))));

    [Fact]
    public void Json_has_null_for_what_is_not_known() =>
        Assert.Contains(
            """{"label":"fill","value":null,"uom":"%",""", ResultJson.Render(new NagiosCheckResult("X", [Fill]), "check_x", "1"),
            StringComparison.Ordinal);
}
