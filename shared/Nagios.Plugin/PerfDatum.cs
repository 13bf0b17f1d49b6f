using System.Globalization;
using System.Text;

namespace Nagios.Plugin;

/// <summary>
/// One measurement with its label, unit, thresholds and bounds, printed as
/// <c>label=value[uom];warn;crit;min;max</c> (Monitoring Plugins development guidelines, "Performance data").
/// </summary>
public sealed record PerfDatum
{
    private const int LongestLabel = 60;
    private readonly double? _minimum;
    private readonly double? _maximum;

    /// <summary>One item of perfdata.</summary>
    /// <param name="label">Stable for ever: a prefix of <c>a-z 0-9 _</c>, then for per-item values the item's name. Characters
    /// that some consumer of perfdata mistakes (<c>' = | ; ::</c> and controls) are replaced by '_'.</param>
    /// <param name="value">In base units; must be finite: leave an item out when there is no value.</param>
    /// <param name="uom">Unit: empty, <c>s</c>, <c>%</c>, <c>B</c> or <c>c</c>; others are dropped or mistaken by engines.</param>
    /// <exception cref="ArgumentException">NaN, infinity, an unknown unit or an empty label: a bug in the check.</exception>
    public PerfDatum(string label, double value, string uom = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        if (!double.IsFinite(value))
            throw new ArgumentException($"perfdata {label} has no finite value", nameof(value));
        if (uom is not ("" or "s" or "%" or "B" or "c"))
            throw new ArgumentException($"perfdata {label} has unit '{uom}'", nameof(uom));
        Label = CleanLabel(label);
        Value = value;
        Uom = uom;
    }

    private PerfDatum(string uom, string label)
    {
        Label = CleanLabel(label);
        Value = double.NaN;
        Uom = uom;
    }

    /// <summary>A declared item whose value is not known in this run; printed as <c>label=U</c>.</summary>
    /// <param name="label">As that of a value.</param>
    /// <param name="uom">Its unit; only JSON has it, since a <c>U</c> stands alone.</param>
    public static PerfDatum Unknown(string label, string uom = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return new PerfDatum(uom, label);
    }

    /// <summary>True when there is no value in this run.</summary>
    public bool IsUnknown => double.IsNaN(Value);

    /// <summary>The cleaned label, without quotes.</summary>
    public string Label { get; private init; }

    /// <summary>The value in base units; NaN when it is not known.</summary>
    public double Value { get; }

    /// <summary>Unit of measurement: empty, <c>s</c>, <c>%</c>, <c>B</c> or <c>c</c>.</summary>
    public string Uom { get; }

    /// <summary>The ranges that judge this value.</summary>
    public Thresholds Thresholds { get; init; }

    /// <summary>The smallest possible value, where known; one that is not finite is left out.</summary>
    public double? Minimum
    {
        get => _minimum;
        init => _minimum = FiniteOrNull(value);
    }

    /// <summary>The largest possible value, where known; one that is not finite is left out.</summary>
    public double? Maximum
    {
        get => _maximum;
        init => _maximum = FiniteOrNull(value);
    }

    /// <summary>The same datum as the second, third ... of its label, for items whose names came out the same.</summary>
    internal PerfDatum Numbered(int number)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $"_{number}");
        var room = LongestLabel - suffix.Length;
        return this with { Label = (Label.Length > room ? CleanLabel(Label[..room]) : Label) + suffix };
    }

    /// <summary>The item as engines read it; quoted only where the label needs it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(48);
        var quote = NeedsQuotes(Label) ? "'" : "";
        text.Append(quote).Append(Label).Append(quote).Append('=').Append(IsUnknown ? "U" : Quantity.Plain(Value) + Uom)
            .Append(';').Append(Thresholds.Warning?.ToString())
            .Append(';').Append(Thresholds.Critical?.ToString())
            .Append(';').Append(Minimum is { } minimum ? Quantity.Plain(minimum) : "")
            .Append(';').Append(Maximum is { } maximum ? Quantity.Plain(maximum) : "");
        var end = text.Length;
        while (text[end - 1] == ';')
            end--;
        return text.ToString(0, end);
    }

    private static string CleanLabel(string label)
    {
        var clean = UntrustedText.Clean(label, LongestLabel)
            .Replace('\'', '_').Replace('"', '_').Replace('=', '_').Replace(';', '_').Replace('\\', '_')
            .Replace("::", "__", StringComparison.Ordinal);
        return clean.Length > 0 ? clean : "_";
    }

    private static double? FiniteOrNull(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static bool NeedsQuotes(string label)
    {
        foreach (var character in label)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '/' or '.' or '-' or ':'))
                return true;
        }

        return false;
    }
}
