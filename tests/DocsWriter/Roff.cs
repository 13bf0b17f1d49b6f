using System.Text;

namespace DocsWriter;

/// <summary>Writes text in the language of manual pages, man(7), so that it stands on the page letter for letter.</summary>
internal static class Roff
{
    /// <summary>Escapes what roff would take for its own. A hyphen becomes the ASCII one, so that commands can be copied.</summary>
    public static string Text(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '\'' => "\\(aq",
                '`' => "\\(ga",
                '^' => "\\(ha",
                '~' => "\\(ti",
                '"' => "\\(dq",
                > 0x7e => $"\\[u{rune.Value:X4}]",
                _ => rune.ToString(),
            });
        }

        // A line that begins with a full stop would be a request.
        return escaped.Length > 0 && escaped[0] == '.' ? "\\&" + escaped : escaped.ToString();
    }

    /// <summary>In bold.</summary>
    public static string Bold(string text) => $"\\fB{Text(text)}\\fR";

    /// <summary>In italics: a word that stands for another.</summary>
    public static string Italic(string text) => $"\\fI{Text(text)}\\fR";
}
