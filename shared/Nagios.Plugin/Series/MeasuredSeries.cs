namespace Nagios.Plugin;

/// <summary>The values of one run, put into the order in which the check declared its series.</summary>
internal sealed class MeasuredSeries
{
    private readonly Dictionary<string, PerfDatum> _values = [];
    private readonly List<Series> _order = [];
    private readonly Dictionary<string, SortedSet<string>> _items = [];

    /// <summary>What the check declared; null until it has.</summary>
    public IReadOnlyList<DeclaredSeries>? Declared { get; set; }

    /// <summary>Keeps a value; the last one counts.</summary>
    public void Set(Series series, PerfDatum datum)
    {
        Expect(series);
        if (!_values.ContainsKey(series.Label))
            _order.Add(series);
        _values[series.Label] = datum;
    }

    /// <summary>Makes an item's series appear, with a value or without.</summary>
    public void Expect(Series series)
    {
        if (series.Items is not { } items)
            return;
        if (!_items.TryGetValue(items.ItemWord, out var known))
            _items[items.ItemWord] = known = new SortedSet<string>(StringComparer.Ordinal);
        known.Add(series.Item);
    }

    /// <summary>All items in declared order, those of one item series by the items' names; what was never declared comes last.</summary>
    public IEnumerable<PerfDatum> InOrder()
    {
        var printed = new HashSet<string>();
        foreach (var declared in Declared ?? [])
        {
            foreach (var series in Expand(declared))
            {
                if (printed.Add(series.Label))
                    yield return _values.TryGetValue(series.Label, out var datum) ? datum : PerfDatum.Unknown(series.Label, series.Unit);
            }
        }

        foreach (var series in _order)
        {
            if (printed.Add(series.Label))
                yield return _values[series.Label];
        }
    }

    private IEnumerable<Series> Expand(DeclaredSeries declared)
    {
        if (declared is Series single)
            yield return single;
        else if (declared is ItemSeries items && _items.TryGetValue(items.ItemWord, out var known))
        {
            foreach (var item in known)
                yield return items.Of(item);
        }
    }
}
