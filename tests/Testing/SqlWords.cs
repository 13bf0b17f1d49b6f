using System.Text;
using Nagios.Plugin;

namespace Testing;

/// <summary>The quoted texts and names of a statement as a server reads them (MySQL manual, "String Literals" and "Schema Object
/// Names"): what the quoting is held against.</summary>
public static class SqlWords
{
    /// <summary>What stands in quotes or backticks, unquoted, in order; null when a quote is never closed.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="backslash">How the server reads a backslash in a string.</param>
    public static IReadOnlyList<string>? Quoted(string statement, SqlBackslash backslash)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var words = new List<string>();
        for (var index = 0; index < statement.Length; index++)
        {
            if (statement[index] is not ('\'' or '"' or '`'))
                continue;
            var quote = statement[index++];
            var word = new StringBuilder();
            for (; ; index++)
            {
                if (index >= statement.Length)
                    return null;
                if (quote != '`' && backslash == SqlBackslash.Escapes && statement[index] == '\\' && index + 1 < statement.Length)
                    word.Append(Escaped(statement[++index]));
                else if (statement[index] != quote)
                    word.Append(statement[index]);
                else if (index + 1 < statement.Length && statement[index + 1] == quote)
                    word.Append(statement[index++]);
                else
                    break;
            }

            words.Add(word.ToString());
        }

        return words;
    }

    private static char Escaped(char sign) =>
        sign switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '0' => '\0', 'Z' => '\u001a', 'b' => '\b', _ => sign };
}
