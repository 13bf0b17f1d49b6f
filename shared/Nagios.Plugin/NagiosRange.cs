namespace Nagios.Plugin;

/// <summary>
/// An alert range <c>[@][start:][end]</c> of the Monitoring Plugins development guidelines: a value alerts when it lies outside
/// start..end, or with <c>@</c> when it lies inside; both endpoints belong to the range. A missing start is 0, <c>~</c> is minus
/// infinity, a missing end is infinity.
/// </summary>
public readonly record struct NagiosRange
{
    private NagiosRange(double start, double end, bool alertInside)
    {
        Start = start;
        End = end;
        AlertInside = alertInside;
    }

    /// <summary>Lower endpoint in base units; minus infinity for <c>~</c>.</summary>
    public double Start { get; }

    /// <summary>Upper endpoint in base units; infinity when there is none.</summary>
    public double End { get; }

    /// <summary>True for a range that begins with <c>@</c>.</summary>
    public bool AlertInside { get; }

    /// <summary>Reads a range; endpoints may carry the unit suffixes of the dimension (<c>30m:</c>, <c>~:10G</c>).</summary>
    /// <exception cref="CheckException">The text is not a range; says why. Refused as ambiguous: nothing at all, a lone ':' or
    /// '@', start above end, a decimal comma, '~' as the end, blanks, leading zeros, exponents.</exception>
    public static NagiosRange Parse(string option, string text, Dimension dimension = Dimension.Number)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.AsSpan();
        var inside = rest.StartsWith("@");
        if (inside)
            rest = rest[1..];
        if (rest.IsEmpty)
            throw CheckException.Usage(option, text, "is an empty range; write [@][start:][end], for example 80 or 10:20");

        var colon = rest.IndexOf(':');
        var startText = colon < 0 ? "" : rest[..colon];
        var endText = colon < 0 ? rest : rest[(colon + 1)..];
        if (colon >= 0 && startText.IsEmpty && endText.IsEmpty)
            throw CheckException.Usage(option, text, "is a range without start and end");
        if (endText.Contains(':'))
            throw CheckException.Usage(option, text, "is a range with more than one ':'");

        var start = startText.IsEmpty ? 0 : startText is "~" ? double.NegativeInfinity : Endpoint(option, text, startText, dimension);
        var end = colon >= 0 && endText.IsEmpty ? double.PositiveInfinity
            : endText is "~" ? throw CheckException.Usage(option, text, "uses '~' where the end belongs; it can only be the start")
            : Endpoint(option, text, endText, dimension);
        return start <= end
            ? new NagiosRange(start, end, inside)
            : throw CheckException.Usage(
                option, text, colon < 0 ? "is a range that ends below its start, 0" : "is a range whose start is above its end");
    }

    /// <summary>Reads a range as other programs print it in perfdata. Exponents and leading zeros are accepted; for everything else
    /// that <see cref="Parse"/> refuses the answer is false.</summary>
    public static bool TryParsePrinted(ReadOnlySpan<char> text, out NagiosRange range)
    {
        range = default;
        var inside = text.StartsWith("@");
        var rest = inside ? text[1..] : text;
        var colon = rest.IndexOf(':');
        var startText = colon < 0 ? "" : rest[..colon];
        var endText = rest[(colon + 1)..];
        if (startText.IsEmpty && endText.IsEmpty)
            return false;

        var (start, end) = (0d, double.PositiveInfinity);
        if (startText is "~")
            start = double.NegativeInfinity;
        else if (!startText.IsEmpty && !Quantity.TryParsePrinted(startText, out start))
            return false;
        if (!endText.IsEmpty && !Quantity.TryParsePrinted(endText, out end))
            return false;
        range = new NagiosRange(start, end, inside);
        return start <= end;
    }

    /// <summary>True when this value must alert. NaN never reaches a range: <see cref="PerfDatum"/> refuses it.</summary>
    public bool Alerts(double value) => (Start <= value && value <= End) == AlertInside;

    /// <summary>True when this value must alert, or any value within a margin of it.</summary>
    /// <param name="value">In base units.</param>
    /// <param name="margin">In base units, not negative.</param>
    internal bool AlertsNear(double value, double margin) => AlertInside
        ? Start <= value + margin && value - margin <= End
        : value - margin < Start || value + margin > End;

    /// <summary>True for <c>~:</c>, which switches a threshold off.</summary>
    internal bool NeverAlerts => !AlertInside && double.IsNegativeInfinity(Start) && double.IsPositiveInfinity(End);

    /// <summary>True when every value that alerts here alerts in the other range too. Ranges of different kinds (with '@' and without)
    /// are not compared: false.</summary>
    internal bool AlertsOnlyWhere(NagiosRange other) => AlertInside == other.AlertInside && (AlertInside
        ? other.Start <= Start && End <= other.End
        : Start <= other.Start && other.End <= End);

    /// <summary>The range in its shortest spelling, as perfdata carries it: Icinga keeps only plain numbers, so no "0:".</summary>
    public override string ToString()
    {
        var start = double.IsNegativeInfinity(Start) ? "~:" : Start == 0 && !double.IsPositiveInfinity(End) ? "" : Quantity.Plain(Start)
            + ":";
        return (AlertInside ? "@" : "") + start + (double.IsPositiveInfinity(End) ? "" : Quantity.Plain(End));
    }

    private static double Endpoint(string option, string whole, ReadOnlySpan<char> text, Dimension dimension) =>
        Quantity.TryParse(text, dimension, out var value)
            ? value
            : throw CheckException.Usage(
                option, whole, $"is not a range: '{UntrustedText.Clean(text.ToString(), 40)}' is not {Quantity.Expectation(dimension)}");
}
