using System.Text.RegularExpressions;

namespace Nagios.Plugin.Tests;

/// <summary>
/// A reader of perfdata written from the Monitoring Plugins development guidelines and from what the strictest consumer
/// (pnp4nagios) lets through, and from nothing of the product's: <c>'label'=value[uom];[warn];[crit];[min];[max]</c>, items
/// separated by one space.
/// </summary>
internal static partial class PerfDataGrammar
{
    internal sealed record Item(string Label, string Value, string Uom, string Warning, string Critical, string Minimum, string Maximum);

    public static List<Item> Parse(string perfData)
    {
        var items = new List<Item>();
        var rest = perfData;
        while (rest.Length > 0)
        {
            string label;
            if (rest[0] == '\'')
            {
                var close = rest.IndexOf('\'', 1);
                Assert.True(close > 1, $"unclosed or empty label: {rest}");
                (label, rest) = (rest[1..close], rest[(close + 1)..]);
            }
            else
            {
                var equals = rest.IndexOf('=', StringComparison.Ordinal);
                Assert.True(equals > 0, $"no label: {rest}");
                (label, rest) = (rest[..equals], rest[equals..]);
                Assert.DoesNotContain(' ', label);
            }

            Assert.DoesNotContain('=', label);
            Assert.DoesNotContain('\'', label);
            Assert.DoesNotContain("::", label, StringComparison.Ordinal);
            Assert.StartsWith("=", rest, StringComparison.Ordinal);
            var blank = rest.IndexOf(' ', StringComparison.Ordinal);
            var fields = (blank < 0 ? rest[1..] : rest[1..blank]).Split(';');
            rest = blank < 0 ? "" : rest[(blank + 1)..];
            Assert.False(blank >= 0 && rest.Length == 0, "perfdata ends in a blank");
            Assert.InRange(fields.Length, 1, 5);

            var digits = fields[0].StartsWith('U') ? 1 : 0;
            while (digits < fields[0].Length && fields[0][digits] is '-' or '.' or (>= '0' and <= '9'))
                digits++;
            Assert.True(fields[0] == "U" || Number().IsMatch(fields[0][..digits]), fields[0]);
            Assert.True(fields[0][digits..] is "" or "s" or "%" or "B" or "c", fields[0]);
            for (var field = 1; field < fields.Length; field++)
                Assert.True(fields[field].Length == 0 || (field <= 2 ? Range() : Number()).IsMatch(fields[field]), fields[field]);
            items.Add(new Item(label, fields[0][..digits], fields[0][digits..], Field(1), Field(2), Field(3), Field(4)));

            string Field(int index) => index < fields.Length ? fields[index] : "";
        }

        return items;
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^@?((~|-?[0-9]+(\.[0-9]+)?):)?(-?[0-9]+(\.[0-9]+)?)?\z")]
    private static partial Regex Range();
}
