namespace Nagios.Plugin;

/// <summary>
/// A series for each of several items: namespaces, channels, modules. An item is named by what stays the same from run to run (a
/// name, an id), never by its rank. Item series of a check that share the word <see cref="ItemWord"/> have the same items: one that
/// has a value for some item only is <c>U</c> for the others.
/// </summary>
public sealed record ItemSeries : DeclaredSeries
{
    /// <summary>Declares a series for each item.</summary>
    /// <param name="prefix">The label is the prefix, an underscore and the item's name; the prefix alone for an item without a
    /// name.</param>
    /// <param name="itemWord">What an item is, in capitals, as documentation writes it: <c>NAMESPACE</c>.</param>
    /// <param name="unit">Empty, <c>s</c>, <c>%</c>, <c>B</c> or <c>c</c>.</param>
    /// <param name="meaning">What the values mean, for the documentation.</param>
    public ItemSeries(string prefix, string itemWord, string unit, string meaning)
        : base(unit, meaning)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentException.ThrowIfNullOrEmpty(itemWord);
        Prefix = prefix;
        ItemWord = itemWord;
    }

    /// <summary>What every label begins with.</summary>
    public string Prefix { get; }

    /// <summary>What an item is, in capitals.</summary>
    public string ItemWord { get; }

    /// <inheritdoc/>
    public override string DocumentedLabel => $"{Prefix}_{ItemWord}";

    /// <summary>The series of one item.</summary>
    public Series Of(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new Series(this, item);
    }
}
