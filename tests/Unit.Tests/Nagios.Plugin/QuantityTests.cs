using System.Globalization;

namespace Nagios.Plugin.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", Dimension.Number, 0)]
    [InlineData("-0", Dimension.Number, 0)]
    [InlineData("10", Dimension.Number, 10)]
    [InlineData("+10", Dimension.Number, 10)]
    [InlineData("-2.50", Dimension.Number, -2.5)]
    [InlineData(".5", Dimension.Number, 0.5)]
    [InlineData("5.", Dimension.Number, 5)]
    [InlineData("0.1", Dimension.Number, 0.1)]
    [InlineData("80", Dimension.Percent, 80)]
    [InlineData("80%", Dimension.Percent, 80)]
    [InlineData("90", Dimension.Duration, 90)]
    [InlineData("90s", Dimension.Duration, 90)]
    [InlineData("15m", Dimension.Duration, 900)]
    [InlineData("1.5h", Dimension.Duration, 5400)]
    [InlineData("3d", Dimension.Duration, 259200)]
    [InlineData("4096", Dimension.Size, 4096)]
    [InlineData("4096B", Dimension.Size, 4096)]
    [InlineData("4k", Dimension.Size, 4096)]
    [InlineData("500M", Dimension.Size, 524288000)]
    [InlineData("10g", Dimension.Size, 10737418240)]
    [InlineData("2T", Dimension.Size, 2199023255552)]
    [InlineData("1234567890123456789012345678901234567890", Dimension.Number, 1.2345678901234568e39)]
    public void Reads_decimal_numbers_with_the_units_of_their_dimension(string text, Dimension dimension, double value)
    {
        Assert.True(Quantity.TryParse(text, dimension, out var parsed));
        Assert.Equal(value, parsed);
        Assert.False(double.IsNegative(parsed) && parsed == 0);
    }

    [Theory]
    [InlineData("", Dimension.Number)]
    [InlineData("s", Dimension.Duration)]
    [InlineData("%", Dimension.Percent)]
    [InlineData("-%", Dimension.Percent)]
    [InlineData("10s", Dimension.Number)]
    [InlineData("10%", Dimension.Number)]
    [InlineData("10%", Dimension.Size)]
    [InlineData("10G", Dimension.Duration)]
    [InlineData("10M", Dimension.Duration)]
    [InlineData("10D", Dimension.Duration)]
    [InlineData("10w", Dimension.Duration)]
    [InlineData("10ms", Dimension.Duration)]
    [InlineData("1h30m", Dimension.Duration)]
    [InlineData("10 m", Dimension.Duration)]
    [InlineData("10GB", Dimension.Size)]
    [InlineData("10GiB", Dimension.Size)]
    [InlineData("10%%", Dimension.Percent)]
    [InlineData("1e3", Dimension.Number)]
    [InlineData("007", Dimension.Number)]
    [InlineData("00.5", Dimension.Number)]
    [InlineData("٣", Dimension.Number)]
    [InlineData("٣m", Dimension.Duration)]
    [InlineData("1٣", Dimension.Number)]
    [InlineData("²", Dimension.Number)]
    [InlineData("Ⅷ", Dimension.Number)]
    [InlineData("1,5", Dimension.Number)]
    [InlineData("(5)", Dimension.Number)]
    [InlineData("$5", Dimension.Number)]
    [InlineData("5-", Dimension.Number)]
    public void Refuses_everything_else(string text, Dimension dimension) => Assert.False(Quantity.TryParse(text, dimension, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(-1.25e-7, "-0.000000125")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(-1.5e20, "-150000000000000000000")]
    public void Numbers_for_engines_are_plain_decimals(double value, string text) => Assert.Equal(text, Quantity.Plain(value));

    [Fact]
    public void Negative_zero_is_printed_without_its_sign() => Assert.Equal("0", Quantity.Plain(-0.0));

    [Fact]
    public void Numbers_for_engines_are_exact_and_never_have_an_exponent()
    {
        var random = new Random(64);
        for (var number = 0; number < 50_000; number++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value))
                continue;
            var text = Quantity.Plain(value);
            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.True(text.All(character => character is '-' or '.' or (>= '0' and <= '9')), text);
        }
    }

    [Theory]
    [InlineData(0, Dimension.Number, "0")]
    [InlineData(1234, Dimension.Number, "1234")]
    [InlineData(1234.5, Dimension.Number, "1234")]
    [InlineData(12.34, Dimension.Number, "12.3")]
    [InlineData(0.00421, Dimension.Number, "0.00421")]
    [InlineData(-0.5, Dimension.Number, "-0.5")]
    [InlineData(97, Dimension.Percent, "97 %")]
    [InlineData(99.96, Dimension.Percent, "100 %")]
    [InlineData(0, Dimension.Duration, "0 s")]
    [InlineData(0.25, Dimension.Duration, "0.25 s")]
    [InlineData(1.5, Dimension.Duration, "1.5 s")]
    [InlineData(10, Dimension.Duration, "10 s")]
    [InlineData(90, Dimension.Duration, "90 s")]
    [InlineData(1440, Dimension.Duration, "24 min")]
    [InlineData(7200, Dimension.Duration, "2 h")]
    [InlineData(259200, Dimension.Duration, "3 d")]
    [InlineData(1e12, Dimension.Duration, "more than 10000 d")]
    [InlineData(0, Dimension.Size, "0 B")]
    [InlineData(1023, Dimension.Size, "1023 B")]
    [InlineData(1024, Dimension.Size, "1.0 KB")]
    [InlineData(3221225472, Dimension.Size, "3.0 GB")]
    [InlineData(107374182400, Dimension.Size, "100 GB")]
    [InlineData(double.NaN, Dimension.Number, "unknown")]
    [InlineData(double.PositiveInfinity, Dimension.Duration, "unlimited")]
    [InlineData(double.NegativeInfinity, Dimension.Size, "-unlimited")]
    public void People_read_short_numbers_with_units(double value, Dimension dimension, string text) =>
        Assert.Equal(text, Quantity.Human(value, dimension));

    [Fact]
    public void Every_number_there_is_can_be_said_to_a_person()
    {
        var random = new Random(65);
        for (var number = 0; number < 20_000; number++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            foreach (var dimension in Enum.GetValues<Dimension>())
                Assert.DoesNotContain("E", Quantity.Human(value, dimension), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0.5", "--timeout '0.5' is not between 1 s and 60 min")]
    [InlineData("2h", "--timeout '2h' is not between 1 s and 60 min")]
    [InlineData("soon", "--timeout 'soon' is not a duration such as 90, 90s, 15m, 2h or 3d")]
    public void An_option_out_of_bounds_is_refused_with_the_bounds(string text, string message) =>
        Assert.Equal(message, Assert.Throws<CheckException>(() => Quantity.Parse("--timeout", text, Dimension.Duration, 1, 3600)).Message);

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(double.PositiveInfinity)]
    public void A_missing_upper_bound_is_not_printed(double maximum) =>
        Assert.Equal("--size '1' is less than 10 B",
            Assert.Throws<CheckException>(() => Quantity.Parse("--size", "1", Dimension.Size, 10, maximum)).Message);

    [Theory]
    [InlineData(0, "0 entries")]
    [InlineData(1, "1 entry")]
    [InlineData(2, "2 entries")]
    public void A_count_has_the_word_that_belongs_to_it(long count, string words) =>
        Assert.Equal(words, Quantity.Count(count, "entry", "entries"));
}
