namespace Nagios.Plugin;

/// <summary>
/// What a check graphs under one label, or under one label for each item: declared once, in the order in which perfdata prints it,
/// and read by <c>--help</c> and by the documentation. A declared series without a value is printed as <c>U</c>, so that the set and
/// the order of a check's perfdata stay the same: some graphing tools stop for ever at the first change.
/// </summary>
public abstract record DeclaredSeries
{
    private protected DeclaredSeries(string unit, string meaning)
    {
        if (unit is not ("" or "s" or "%" or "B" or "c"))
            throw new ArgumentException($"a series has the unit '{unit}'", nameof(unit));
        Unit = unit;
        Meaning = meaning;
    }

    /// <summary>Unit of the values: empty, <c>s</c>, <c>%</c>, <c>B</c> or <c>c</c>.</summary>
    public string Unit { get; }

    /// <summary>What the values mean, for the documentation: one sentence or less, without a full stop.</summary>
    public string Meaning { get; }

    /// <summary>The smallest value that there can be; null when there is none.</summary>
    public double? Minimum { get; init; } = 0;

    /// <summary>The largest value that there can be, where every host has the same; null when there is none.</summary>
    public double? Maximum { get; init; }

    /// <summary>The label as documentation writes it, an item's name in capitals: <c>entries_NAMESPACE</c>.</summary>
    public abstract string DocumentedLabel { get; }
}
