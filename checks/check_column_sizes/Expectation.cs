using System.Globalization;
using System.IO.Enumeration;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>How large the values of some columns are expected to be at most.</summary>
/// <param name="Schema">The schema; * and ? stand for any letters and any letter.</param>
/// <param name="Table">The table, likewise.</param>
/// <param name="Column">The column's name or position, likewise.</param>
/// <param name="Limit">The largest size that is expected.</param>
/// <param name="InCharacters">Whether the limit counts characters and not bytes.</param>
internal sealed record Expectation(string Schema, string Table, string Column, long Limit, bool InCharacters)
{
    private const string Characters = "chars";

    /// <summary>As it is written.</summary>
    public string Text => $"{Schema}.{Table}.{Column}={Limit.ToString(CultureInfo.InvariantCulture)}{(InCharacters ? Characters : "")}";

    /// <summary>The limit for people.</summary>
    public string LimitText => InCharacters ? $"{Limit} characters" : Quantity.Human(Limit, Dimension.Size);

    /// <summary>Reads <c>schema.table.column=2K</c> or <c>=500chars</c>.</summary>
    /// <param name="option">The option, for the error text.</param>
    /// <param name="text">What was written.</param>
    /// <exception cref="CheckException">It is something else.</exception>
    public static Expectation Parse(string option, string text)
    {
        var equals = text.LastIndexOf('=');
        var parts = equals < 0 ? [] : text[..equals].Trim().Split('.');
        if (parts.Length != 3 || parts.Any(part => part.Length == 0))
            throw CheckException.Usage(option, text, "is not schema.table.column=SIZE, such as app.groups.description=2K");
        var size = text[(equals + 1)..].Trim();
        var inCharacters = size.EndsWith(Characters, StringComparison.Ordinal);
        var number = inCharacters ? size[..^Characters.Length] : size;
        if (!Quantity.TryParse(number, inCharacters ? Dimension.Number : Dimension.Size, out var limit) || limit < 0 || limit > 1L << 40)
            throw CheckException.Usage(option, text, "has no size such as 2048, 2K or 500chars behind the '='");
        return new Expectation(parts[0], parts[1], parts[2], (long)limit, inCharacters);
    }

    /// <summary>Whether it is about a column.</summary>
    public bool IsAbout(string schema, string table, string? name, int position) =>
        Matches(Schema, schema) && Matches(Table, table)
        && (Matches(Column, name ?? position.ToString(CultureInfo.InvariantCulture))
            || Column == position.ToString(CultureInfo.InvariantCulture));

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
