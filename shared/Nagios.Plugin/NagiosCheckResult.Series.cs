namespace Nagios.Plugin;

/// <summary>Measurements under declared series.</summary>
public sealed partial class NagiosCheckResult
{
    private readonly MeasuredSeries _series = new();

    /// <summary>A result whose perfdata are the declared series, in their order.</summary>
    /// <param name="name">The check's name as it begins the first line.</param>
    /// <param name="series">What the check declares.</param>
    public NagiosCheckResult(string name, IReadOnlyList<DeclaredSeries> series)
        : this(name) => Declare(series);

    /// <summary>Judges a value by its thresholds, graphs it and reports it. A value that is not known is graphed as <c>U</c> and
    /// not reported.</summary>
    /// <param name="series">Where it is graphed; <c>series with { Maximum = ... }</c> where the host decides the maximum.</param>
    /// <param name="value">In base units; null when it is not known.</param>
    /// <param name="thresholds">The ranges that judge it.</param>
    /// <param name="text">What to say about it, short; stands in the first line when it is the worst.</param>
    /// <param name="cause">Why it is not OK, for the long output; not said when it is OK.</param>
    /// <returns>Its state, so that nobody judges it a second time.</returns>
    public NagiosState Measure(Series series, double? value, Thresholds thresholds, string text, string? cause = null) =>
        Measure(series, value, thresholds, default, text, _ => cause);

    /// <summary>The same with another cause for each state.</summary>
    public NagiosState Measure(Series series, double? value, Thresholds thresholds, string text, Func<NagiosState, string?> cause) =>
        Measure(series, value, thresholds, default, text, cause);

    /// <summary>The same, holding the state of the last run until the value is well inside its range again.</summary>
    public NagiosState Measure(
        Series series, double? value, Thresholds thresholds, Hysteresis hysteresis, string text, Func<NagiosState, string?> cause)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(cause);
        NoteContradiction(thresholds);
        if (Datum(series, value, thresholds) is not { } datum)
            return NagiosState.Ok;
        var state = thresholds.Judge(datum.Value, hysteresis.Previous, hysteresis.Margin);
        Report(state, text, state == NagiosState.Ok ? null : cause(state));
        return state;
    }

    /// <summary>Judges a value by its thresholds and graphs it, and reports nothing: for a finding that several values decide, or
    /// whose text says more than the value.</summary>
    /// <returns>Its state, for the report; OK when the value is not known.</returns>
    public NagiosState Judge(Series series, double? value, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Datum(series, value, thresholds) is { } datum ? thresholds.Judge(datum.Value) : NagiosState.Ok;
    }

    /// <summary>Graphs a value without judging it; <c>U</c> when it is not known.</summary>
    public NagiosCheckResult Graph(Series series, double? value)
    {
        ArgumentNullException.ThrowIfNull(series);
        _ = Datum(series, value, Thresholds.None);
        return this;
    }

    /// <summary>Takes over what the check declares, unless the result was made with it.</summary>
    internal void Declare(IReadOnlyList<DeclaredSeries> series) => _series.Declared ??= series;

    private void NoteContradiction(Thresholds thresholds)
    {
        if (thresholds.Contradiction is { } contradiction)
            Note(contradiction);
    }

    private List<PerfDatum> InOrder()
    {
        var labels = new HashSet<string>();
        var items = new List<PerfDatum>();
        foreach (var datum in _series.InOrder())
            items.Add(Unique(datum, labels));
        if (items.Count == 0)
            return _perfData;
        foreach (var datum in _perfData)
            items.Add(Unique(datum, labels));
        return items;
    }

    // Names that came out the same, once perfdata had them cleaned, are numbered.
    private static PerfDatum Unique(PerfDatum datum, HashSet<string> labels)
    {
        var unique = datum;
        for (var number = 2; !labels.Add(unique.Label); number++)
            unique = datum.Numbered(number);
        return unique;
    }

    private PerfDatum? Datum(Series series, double? value, Thresholds thresholds)
    {
        if (value is not { } number || !double.IsFinite(number))
        {
            _series.Expect(series);
            return null;
        }

        var datum = new PerfDatum(series.Label, Quantity.Rounded(number), series.Unit)
        {
            Thresholds = thresholds,
            Minimum = series.Minimum,
            Maximum = series.Maximum,
        };
        _series.Set(series, datum);
        return datum;
    }
}
