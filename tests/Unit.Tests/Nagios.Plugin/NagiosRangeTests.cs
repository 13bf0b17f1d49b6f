using System.Globalization;

namespace Nagios.Plugin.Tests;

public sealed class NagiosRangeTests
{
    private static readonly List<string[]> Consensus =
        [.. File.ReadLines(Repository.Fixture("Nagios.Plugin", "grammar", "range-consensus.tsv")).Skip(1).Select(line => line.Split('\t'))];

    public static TheoryData<string, string, string> Agreed =>
        [.. Consensus.Where(row => !IsSloppy(row[0])).Select(row => (row[0], row[1], row[2]))];

    public static TheoryData<string> Sloppy => [.. Consensus.Select(row => row[0]).Where(IsSloppy).Distinct()];

    [Theory]
    [MemberData(nameof(Agreed))]
    public void Alerts_where_three_independent_implementations_do(string range, string value, string alert)
    {
        if (alert == "invalid")
            Assert.Throws<CheckException>(() => NagiosRange.Parse("--warning", range));
        else
            Assert.Equal(alert == "yes", NagiosRange.Parse("--warning", range).Alerts(double.Parse(value, CultureInfo.InvariantCulture)));
    }

    // The three let blanks and leading zeros through. A blank is an unquoted argument that lost its other half, and a leading
    // zero is octal to monitoring-plugins 3: refused, so that nobody watches a value he did not mean.
    [Theory]
    [MemberData(nameof(Sloppy))]
    public void Refuses_blanks_and_leading_zeros_that_others_let_through(string range) =>
        Assert.Contains(
            $"'{range.Trim()}", Assert.Throws<CheckException>(() => NagiosRange.Parse("--warning", range)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_consensus_holds_what_it_is_said_to_hold()
    {
        Assert.Equal(638, Consensus.Count);
        Assert.Equal([" 10", "00010", "10 ", "10 : 20"], Sloppy.Select(row => row.Data).Order(StringComparer.Ordinal));
    }

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

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("@")]
    [InlineData("@:")]
    [InlineData("~")]
    [InlineData("@~")]
    [InlineData("10:~")]
    [InlineData("~:~")]
    [InlineData("20:10")]
    [InlineData("-1")]
    [InlineData("@-1")]
    [InlineData("1:2:3")]
    [InlineData("5::10")]
    [InlineData("abc")]
    [InlineData("1,5")]
    [InlineData("10,20")]
    [InlineData("1e3")]
    [InlineData("1E3")]
    [InlineData("0x10")]
    [InlineData("inf")]
    [InlineData("nan")]
    [InlineData("nan:")]
    [InlineData("Infinity")]
    [InlineData("NaN:NaN")]
    [InlineData("∞")]
    [InlineData("١٠")]
    [InlineData("１０")]
    [InlineData("१:२")]
    [InlineData("1_000")]
    [InlineData("1 000")]
    [InlineData("1'000")]
    [InlineData(" 10")]
    [InlineData("10 ")]
    [InlineData("\t10")]
    [InlineData("10\n")]
    [InlineData("10\0")]
    [InlineData("010")]
    [InlineData("00")]
    [InlineData("-010:")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("10..20")]
    [InlineData("10-20")]
    [InlineData("5@")]
    [InlineData("@@5")]
    [InlineData("10:@20")]
    [InlineData("~5:10")]
    [InlineData("~10")]
    [InlineData("--5:")]
    [InlineData("+-5:")]
    [InlineData("\u22125:")]
    [InlineData("10%")]
    [InlineData("10MB")]
    [InlineData("30m")]
    [InlineData("10|20")]
    [InlineData("10;20")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void Refuses_what_is_ambiguous_or_no_range_and_quotes_it(string range)
    {
        var failure = Assert.Throws<CheckException>(() => NagiosRange.Parse("--fill-warning", range));
        Assert.StartsWith($"--fill-warning '{UntrustedText.Clean(range, 80)}' ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("~", "'~'")]
    [InlineData("10:~", "'~'")]
    [InlineData("20:10", "start is above its end")]
    [InlineData("-5", "below its start, 0")]
    [InlineData("1:2:3", "more than one ':'")]
    [InlineData(":", "without start and end")]
    [InlineData("", "empty range")]
    [InlineData("1,5", "'1,5' is not a plain number")]
    public void Says_why_it_refuses(string range, string reason) =>
        Assert.Contains(reason, Assert.Throws<CheckException>(() => NagiosRange.Parse("-w", range)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("30m:", Dimension.Duration, 1800, double.PositiveInfinity)]
    [InlineData("90s:2h", Dimension.Duration, 90, 7200)]
    [InlineData("~:3d", Dimension.Duration, double.NegativeInfinity, 259200)]
    [InlineData("10G:", Dimension.Size, 10737418240, double.PositiveInfinity)]
    [InlineData("1.5k:1T", Dimension.Size, 1536, 1099511627776)]
    [InlineData("80%", Dimension.Percent, 0, 80)]
    [InlineData("10%:20", Dimension.Percent, 10, 20)]
    public void Endpoints_carry_the_units_of_their_dimension(string range, Dimension dimension, double start, double end)
    {
        var parsed = NagiosRange.Parse("--warning", range, dimension);
        Assert.Equal((start, end), (parsed.Start, parsed.End));
    }

    // Icinga keeps only plain numbers of perfdata's thresholds, so the shortest spelling is the one that is shown.
    [Theory]
    [InlineData("10", "10")]
    [InlineData("0:10", "10")]
    [InlineData(":10", "10")]
    [InlineData("+10", "10")]
    [InlineData("10.0", "10")]
    [InlineData("-0:0", "0")]
    [InlineData("0", "0")]
    [InlineData("0:", "0:")]
    [InlineData("10:", "10:")]
    [InlineData("~:", "~:")]
    [InlineData("~:0", "~:0")]
    [InlineData("~:10", "~:10")]
    [InlineData("@10", "@10")]
    [InlineData("@0:10", "@10")]
    [InlineData("@~:0", "@~:0")]
    [InlineData("-10:-5", "-10:-5")]
    [InlineData("-.5:.5", "-0.5:0.5")]
    [InlineData("0.0000001:", "0.0000001:")]
    [InlineData("123456789012345678:", "123456789012345680:")]
    public void Is_written_in_its_shortest_spelling(string range, string spelling) =>
        Assert.Equal(spelling, NagiosRange.Parse("--warning", range).ToString());

    [Theory]
    [InlineData("10", 0, 10, false)]
    [InlineData("010", 0, 10, false)]
    [InlineData("1e3:", 1000, double.PositiveInfinity, false)]
    [InlineData("~:1E-3", double.NegativeInfinity, 0.001, false)]
    [InlineData("@-5:5", -5, 5, true)]
    [InlineData(":7", 0, 7, false)]
    public void Ranges_of_other_programs_are_read_as_those_print_them(string text, double start, double end, bool inside)
    {
        Assert.True(NagiosRange.TryParsePrinted(text, out var range));
        Assert.Equal((start, end, inside), (range.Start, range.End, range.AlertInside));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData(":")]
    [InlineData("~")]
    [InlineData("5:1")]
    [InlineData("1:2:3")]
    [InlineData("nan")]
    [InlineData("1:inf")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    [InlineData(" 5")]
    [InlineData("5s")]
    [InlineData("٥")]
    public void What_other_programs_print_in_error_is_no_range(string text) => Assert.False(NagiosRange.TryParsePrinted(text, out _));

    [Fact]
    public void Survives_being_written_and_read_again()
    {
        var random = new Random(20121);
        for (var number = 0; number < 20_000; number++)
        {
            var (low, high) = (Endpoint(random), Endpoint(random));
            if (low > high)
                (low, high) = (high, low);
            var text = (random.Next(2) == 0 ? "@" : "") + (random.Next(5) == 0 ? "~:" : Quantity.Plain(low) + ":")
                + (random.Next(5) == 0 ? "" : Quantity.Plain(high));
            var range = NagiosRange.Parse("--warning", text);
            var again = NagiosRange.Parse("--warning", range.ToString());

            Assert.Equal(range, again);
            foreach (var value in new[] { low, high, Math.BitDecrement(low), Math.BitIncrement(high), (low + high) / 2, 0 })
                Assert.Equal(range.Alerts(value), again.Alerts(value));
        }
    }

    private static double Endpoint(Random random) => random.Next(4) switch
    {
        0 => random.Next(-100, 101),
        1 => Math.Round(random.NextDouble() * 2000 - 1000, random.Next(6)),
        2 => random.NextDouble() * 1e-6,
        _ => random.NextInt64(-1L << 60, 1L << 60),
    };

    private static bool IsSloppy(string range) =>
        range.Contains(' ', StringComparison.Ordinal) || range.StartsWith("00", StringComparison.Ordinal);
}
