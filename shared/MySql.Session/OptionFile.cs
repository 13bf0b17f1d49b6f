using System.Text;

namespace MySql.Session;

/// <summary>
/// The lines of one MySQL option file: groups, options and directives
/// (https://dev.mysql.com/doc/refman/8.4/en/option-files.html, https://mariadb.com/kb/en/configuring-mariadb-with-option-files/).
/// </summary>
internal static class OptionFile
{
    /// <summary>One meaningful line.</summary>
    /// <param name="Number">Line number, from 1.</param>
    /// <param name="Name">Option name with dashes, "" for a group line, "!include" or "!includedir" for a directive.</param>
    /// <param name="Value">The option's value with quotes and escapes undone, null for an option without '='; the group's name; the
    /// path.</param>
    internal readonly record struct Line(int Number, string Name, string? Value);

    /// <summary>Reads the lines in order. A line that makes no sense is an error with its number, as the MySQL clients have it.</summary>
    /// <exception cref="FormatException">Carries the line's number and what is wrong; never the line, which may hold a
    /// password.</exception>
    internal static IEnumerable<Line> Parse(string text)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            yield return line[0] switch
            {
                '[' => Group(line, number),
                '!' => Directive(line, number),
                _ => Option(line, number),
            };
        }
    }

    private static Line Group(string line, int number)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        return end > 0 ? new Line(number, "", line[1..end].Trim()) : throw new FormatException($"line {number} is a group without ']'");
    }

    private static Line Directive(string line, int number)
    {
        var blank = line.AsSpan().IndexOfAny(' ', '\t');
        var name = blank < 0 ? line : line[..blank];
        return blank > 0 && name is "!include" or "!includedir"
            ? new Line(number, name, line[blank..].Trim())
            : throw new FormatException($"line {number} is neither !include nor !includedir with a path");
    }

    private static Line Option(string line, int number)
    {
        line = WithoutComment(line);
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? line : line[..equals]).Trim().Replace('_', '-');
        if (name.StartsWith("loose-", StringComparison.Ordinal))
            name = name[6..];
        return new Line(number, name, equals < 0 ? null : Value(line[(equals + 1)..].Trim()));
    }

    // A comment may begin in mid-line, but not inside quotes.
    private static string WithoutComment(string line)
    {
        var quote = '\0';
        var escaped = false;
        for (var index = 0; index < line.Length; index++)
        {
            var character = line[index];
            if (character is '\'' or '"' && !escaped)
                quote = quote == '\0' ? character : quote == character ? '\0' : quote;
            if (quote == '\0' && character == '#')
                return line[..index].TrimEnd();
            escaped = quote != '\0' && character == '\\' && !escaped;
        }

        return line;
    }

    private static string Value(string text)
    {
        if (text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0])
            text = text[1..^1];
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;

        var value = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\' || index + 1 == text.Length)
            {
                value.Append(text[index]);
                continue;
            }

            index++;
            _ = text[index] switch
            {
                'n' => value.Append('\n'),
                't' => value.Append('\t'),
                'r' => value.Append('\r'),
                'b' => value.Append('\b'),
                's' => value.Append(' '),
                '\\' or '\'' or '"' => value.Append(text[index]),
                _ => value.Append('\\').Append(text[index]),
            };
        }

        return value.ToString();
    }
}
