using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nagios.Plugin;

/// <summary>
/// A statement for the <c>mysql</c> client, made of literal words and values: <c>SqlStatement.Of($"PURGE BINARY LOGS TO
/// {file}")</c>. A text becomes a string literal in single quotes, a <see cref="SqlIdentifier"/> a name in backticks, a number
/// stands as it is.
/// </summary>
[InterpolatedStringHandler]
public sealed class SqlStatement : PrintedCommand
{
    private readonly SqlBackslash _backslash;
    private char _quote;

    /// <summary>Called by the compiler for <c>$"..."</c>.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    public SqlStatement(int literalLength, int formattedCount)
        : this(literalLength, formattedCount, SqlBackslash.Unknown)
    {
    }

    /// <summary>Called by the compiler for <c>Of(backslash, $"...")</c>.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    /// <param name="backslash">What a backslash means to the server.</param>
    public SqlStatement(int literalLength, int formattedCount, SqlBackslash backslash)
    {
        _ = literalLength;
        _ = formattedCount;
        _backslash = backslash;
    }

    /// <summary>Makes a statement for a server whose sql_mode is not known; the argument is written as <c>$"..."</c>.</summary>
    public static SqlStatement Of(SqlStatement statement) => statement;

    /// <summary>Makes a statement for a server whose sql_mode is known.</summary>
    public static SqlStatement Of(SqlBackslash backslash, [InterpolatedStringHandlerArgument(nameof(backslash))] SqlStatement statement)
    {
        _ = backslash;
        return statement;
    }

    private protected override string? Unfinished => _quote != 0 ? "its quotes do not match; please report it" : null;

    /// <summary>The literal words.</summary>
    public void AppendLiteral(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        foreach (var sign in words)
        {
            if (_quote == 0 && sign is '\'' or '"' or '`')
                _quote = sign;
            else if (sign == _quote)
                _quote = '\0';
        }

        WriteLiteral(words);
    }

    /// <summary>A text from outside, as a string literal.</summary>
    public void AppendFormatted(string? value)
    {
        RefuseInQuotes();
        var text = value ?? "";
        if (text.AsSpan().ContainsAny('\0', '\u001a'))
            Refuse("a value in it holds a NUL or Ctrl-Z, which the mysql client does not take");
        if (_backslash == SqlBackslash.Unknown && text.AsSpan().ContainsAny('\\', '\n', '\r'))
            Refuse("a value in it holds a backslash or a line break, whose spelling depends on the server's sql_mode");
        WriteValue(text, $"'{Escape(text)}'");
    }

    /// <summary>Several texts, separated by commas.</summary>
    public void AppendFormatted(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
                AppendLiteral(", ");
            AppendFormatted(value);
            isFirst = false;
        }
    }

    /// <summary>The name of a schema, table, column or channel, in backticks.</summary>
    public void AppendFormatted(SqlIdentifier name)
    {
        RefuseInQuotes();
        if (name.Name.Length == 0 || name.Name.Contains('\0', StringComparison.Ordinal))
            Refuse("a name in it is empty or holds a NUL, which no name can");
        WriteValue(name.Name, $"`{name.Name.Replace("`", "``", StringComparison.Ordinal)}`");
    }

    /// <summary>A whole number.</summary>
    public void AppendFormatted(long value) => Write(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number without a sign, such as a transaction's.</summary>
    public void AppendFormatted(ulong value) => Write(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Another statement or a part of one; it is quoted already.</summary>
    public void AppendFormatted(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        RefuseInQuotes();
        WriteNested(statement);
    }

    private void RefuseInQuotes()
    {
        if (_quote != 0)
            Refuse("a value stands inside quotes; please report it");
    }

    // A quote is doubled, which every sql_mode understands (MySQL manual, "String Literals").
    private string Escape(string text)
    {
        var doubled = text.Replace("'", "''", StringComparison.Ordinal);
        return _backslash != SqlBackslash.Escapes
            ? doubled
            : doubled.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal);
    }
}
