using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>One item of a plugin's perfdata that is over its own warning or critical range.</summary>
/// <param name="Label">The item's label, without quotes, safe to print.</param>
/// <param name="State">WARNING or CRITICAL.</param>
/// <param name="Value">The value with its unit, for people: <c>97 %</c>.</param>
internal sealed record FailingItem(string Label, NagiosState State, string Value)
{
    /// <summary>No plugin lists more things than this; what comes behind is not looked at.</summary>
    public const int MaximumItems = 256;

    private const int LabelLength = 60;

    /// <summary>
    /// The failing items of a perfdata text, <c>'label'=value[UOM];warn;crit;min;max</c> (Monitoring Plugins development guidelines,
    /// "Performance data"). Written for what plugins really print: an item that cannot be read is passed over, since its
    /// neighbours still tell which problem it is. Items of one label (check_file_age names each file's "age") are counted. An item whose
    /// two thresholds are both 0 has none: that is how many plugins print "not set".
    /// </summary>
    public static IReadOnlyList<FailingItem> Parse(string perfData)
    {
        var items = new List<FailingItem>();
        var rest = perfData.AsSpan().Trim(' ');
        for (var count = 0; count < MaximumItems && Next(ref rest, out var label, out var fields); count++)
        {
            if (Judge(fields, out var value) is var state and not NagiosState.Ok)
            {
                var name = UntrustedText.Clean(label.ToString().Replace("''", "'", StringComparison.Ordinal), LabelLength);
                var same = items.Count(item => item.Label == name || item.Label.StartsWith(name + " #", StringComparison.Ordinal));
                if (name.Length > 0)
                    items.Add(new FailingItem(same == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} #{same + 1}"),
                        state, value));
            }
        }

        return items;
    }

    // Labels may be quoted, then they may hold blanks and, doubled, quotes. Without quotes a label ends at its '='.
    private static bool Next(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> label, out ReadOnlySpan<char> fields)
    {
        label = fields = default;
        rest = rest.TrimStart(' ');
        if (rest.IsEmpty)
            return false;

        var quoted = rest[0] == '\'';
        var end = quoted ? ClosingQuote(rest) : rest.IndexOf('=');
        if (end < 0 || (quoted && (end + 1 >= rest.Length || rest[end + 1] != '=')))
            return false;
        label = quoted ? rest[1..end] : rest[..end];
        rest = rest[(quoted ? end + 2 : end + 1)..];
        var blank = rest.IndexOf(' ');
        fields = blank < 0 ? rest : rest[..blank];
        rest = blank < 0 ? default : rest[blank..];
        return true;
    }

    private static int ClosingQuote(ReadOnlySpan<char> text)
    {
        for (var index = 1; index < text.Length; index++)
        {
            if (text[index] != '\'')
                continue;
            if (index + 1 < text.Length && text[index + 1] == '\'')
                index++;
            else
                return index;
        }

        return -1;
    }

    private static NagiosState Judge(ReadOnlySpan<char> fields, out string text)
    {
        text = "";
        var measured = Field(ref fields);
        var digits = measured.Length;
        while (digits > 0 && !char.IsAsciiDigit(measured[digits - 1]))
            digits--;
        if (!Quantity.TryParsePrinted(measured[..digits], out var value))
            return NagiosState.Ok;

        var unit = measured[digits..];
        var warningText = WithoutUnit(Field(ref fields), unit);
        var criticalText = WithoutUnit(Field(ref fields), unit);
        if (warningText is "0" && criticalText is "0")
            return NagiosState.Ok;
        var state = JudgeLow(value, warningText, criticalText) ?? new Thresholds(
            NagiosRange.TryParsePrinted(warningText, out var warning) ? warning : null,
            NagiosRange.TryParsePrinted(criticalText, out var critical) ? critical : null).Judge(value);
        if (state != NagiosState.Ok)
            text = Human(value, unit);
        return state;
    }

    // "97%;80%;90%": many plugins repeat the unit of the value behind its thresholds.
    private static ReadOnlySpan<char> WithoutUnit(ReadOnlySpan<char> threshold, ReadOnlySpan<char> unit) =>
        unit.Length > 0 && threshold.EndsWith(unit) ? threshold[..^unit.Length] : threshold;

    // Two plain numbers of which the warning is the higher: little is bad here ("free=3%;20;10"), whatever the grammar of ranges says.
    private static NagiosState? JudgeLow(double value, ReadOnlySpan<char> warningText, ReadOnlySpan<char> criticalText)
    {
        if (!Quantity.TryParsePrinted(warningText, out var warning) || !Quantity.TryParsePrinted(criticalText, out var critical)
            || warning <= critical)
            return null;
        return value <= critical ? NagiosState.Critical : value <= warning ? NagiosState.Warning : NagiosState.Ok;
    }

    private static ReadOnlySpan<char> Field(ref ReadOnlySpan<char> fields)
    {
        var end = fields.IndexOf(';');
        var field = end < 0 ? fields : fields[..end];
        fields = end < 0 ? default : fields[(end + 1)..];
        return field;
    }

    private static string Human(double value, ReadOnlySpan<char> unit) => unit switch
    {
        "%" => Quantity.Human(value, Dimension.Percent),
        "s" => Quantity.Human(value, Dimension.Duration),
        "B" => Quantity.Human(value, Dimension.Size),
        "" or "c" => Quantity.HumanNumber(value),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Quantity.HumanNumber(value)} {UntrustedText.Clean(unit.ToString(), 8)}"),
    };
}
