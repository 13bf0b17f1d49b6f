namespace Nagios.Plugin;

/// <summary>One series: a label with its unit and meaning.</summary>
public sealed record Series : DeclaredSeries
{
    /// <summary>Declares a series.</summary>
    /// <param name="label">Stable for ever: <c>a-z 0-9 _</c>, sharing its stem with the option that judges it.</param>
    /// <param name="unit">Empty, <c>s</c>, <c>%</c>, <c>B</c> or <c>c</c>.</param>
    /// <param name="meaning">What the values mean, for the documentation.</param>
    public Series(string label, string unit, string meaning)
        : base(unit, meaning)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        Label = label;
    }

    internal Series(ItemSeries items, string item)
        : base(items.Unit, items.Meaning)
    {
        Label = item.Length == 0 ? items.Prefix : $"{items.Prefix}_{item}";
        Item = item;
        Items = items;
        Minimum = items.Minimum;
        Maximum = items.Maximum;
    }

    /// <summary>The label, before what perfdata cannot carry in it is replaced.</summary>
    public string Label { get; }

    /// <inheritdoc/>
    public override string DocumentedLabel => Label;

    /// <summary>The declaration that this series belongs to, when it is that of one item.</summary>
    internal ItemSeries? Items { get; }

    /// <summary>The item's name; empty when there is none.</summary>
    internal string Item { get; } = "";
}
