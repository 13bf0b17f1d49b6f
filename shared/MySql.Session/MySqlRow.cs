using System.Globalization;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>The column names of a result, shared by its rows; looked up in any case.</summary>
public sealed class MySqlColumns
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Column names in order; of two with one name the first counts.</summary>
    public MySqlColumns(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Names = names;
        for (var index = 0; index < names.Count; index++)
            _positions.TryAdd(names[index], index);
    }

    /// <summary>The names in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The position of the first of these names that is a column, or -1.</summary>
    internal int Find(ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_positions.TryGetValue(name, out var position))
                return position;
        }

        return -1;
    }
}

/// <summary>
/// One row of a result. A column is asked for by all the names it has had, such as <c>Text("Source_Host", "Master_Host")</c>,
/// so that old and new servers of both families read alike.
/// </summary>
public sealed class MySqlRow
{
    private readonly string?[] _values;

    /// <summary>A row of values as text, null for NULL.</summary>
    public MySqlRow(MySqlColumns columns, string?[] values)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (columns.Names.Count != values.Length)
            throw new ArgumentException($"{values.Length} values for {columns.Names.Count} columns", nameof(values));
        Columns = columns;
        _values = values;
    }

    /// <summary>The columns of the row's result.</summary>
    public MySqlColumns Columns { get; }

    /// <summary>True when there is a column of one of these names.</summary>
    public bool Has(params ReadOnlySpan<string> names) => Columns.Find(names) >= 0;

    /// <summary>The value as text; null for NULL and where there is no such column.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Columns.Find(names) is var position and >= 0 ? _values[position] : null;

    /// <summary>A whole number; null for NULL, for an empty text and where there is no such column.</summary>
    /// <exception cref="CheckException">The value is not a whole number that fits 64 bits with sign.</exception>
    public long? Integer(params ReadOnlySpan<string> names) => Text(names) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw NotA("whole number", names, text);

    /// <summary>A whole number that is never negative, such as a position or a size; otherwise as <see cref="Integer"/>.</summary>
    /// <exception cref="CheckException">The value is not a whole number that fits 64 bits without sign.</exception>
    public ulong? Unsigned(params ReadOnlySpan<string> names) => Text(names) is not { Length: > 0 } text ? null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw NotA("whole number that is not negative", names, text);

    private static CheckException NotA(string kind, ReadOnlySpan<string> names, string text) =>
        new($"the server's column {names[0]} holds '{UntrustedText.Clean(text, 40)}' where a {kind} belongs");
}
