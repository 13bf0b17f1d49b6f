using System.Globalization;
using System.Text;

namespace Nagios.Plugin;

/// <summary>
/// Makes text from outside (process names, plugin output, comments, SQL) safe for one line of check output: what would
/// move a terminal, split a line, start perfdata or hide text is replaced, and the length is capped.
/// </summary>
public static class UntrustedText
{
    private const string Cut = "...";

    /// <summary>
    /// Control characters, line separators and blanks of all kinds become single spaces; invisible characters and lone
    /// surrogates become '?'; '|' becomes '/', since Nagios cuts a line at the first one.
    /// </summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="maximumLength">Length cap in UTF-16 units, at least 4; longer text ends in "...".</param>
    public static string Clean(string? text, int maximumLength = 500)
    {
        if (string.IsNullOrEmpty(text) || (text.Length <= maximumLength && IsClean(text)))
            return text ?? "";

        var clean = new StringBuilder(Math.Min(text.Length, maximumLength) + 4);
        foreach (var rune in text.EnumerateRunes())
        {
            // A blank at the end will be dropped, so it does not count as too much.
            if (clean.Length > maximumLength && clean[^1] != ' ')
                break;
            Append(clean, rune);
        }

        var result = clean.ToString().TrimEnd(' ');
        return result.Length <= maximumLength ? result : Shorten(result, Math.Max(maximumLength, Cut.Length + 1));
    }

    /// <summary>True when one line of plugin output cannot carry the text as it is: control and invisible characters, line and
    /// paragraph separators, lone surrogates and '|'. Blanks in a row are no reason.</summary>
    public static bool NeedsCleaning(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '|' || Rune.IsControl(rune) || (rune.Value != ' ' && Rune.IsWhiteSpace(rune)) || IsInvisible(rune))
                return true;
        }

        return false;
    }

    /// <summary>The check's own words, part of a longer line: as <see cref="Clean"/>, but blanks at both ends stay.</summary>
    internal static string CleanWords(string words) => !NeedsCleaning(words) ? words
        : (words.StartsWith(' ') ? " " : "") + Clean(words, words.Length + 4) + (words.EndsWith(' ') ? " " : "");

    /// <summary>Cuts text so that its UTF-8 form fits a number of bytes, on a character's boundary, ending in "...".</summary>
    public static string FitBytes(string text, int maximumBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Encoding.UTF8.GetByteCount(text) <= maximumBytes)
            return text;

        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > maximumBytes - Cut.Length)
                break;
            bytes += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }

        return maximumBytes < Cut.Length ? "" : text[..length] + Cut;
    }

    private static string Shorten(string text, int maximumLength)
    {
        var end = maximumLength - Cut.Length;
        return (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]) + Cut;
    }

    private static bool IsClean(string text)
    {
        foreach (var character in text)
        {
            if (character is < ' ' or > '~' or '|')
                return false;
        }

        return text[0] != ' ' && text[^1] != ' ' && !text.Contains("  ", StringComparison.Ordinal);
    }

    private static void Append(StringBuilder clean, Rune rune)
    {
        if (rune.Value == '|')
            clean.Append('/');
        else if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
        {
            if (clean.Length > 0 && clean[^1] != ' ')
                clean.Append(' ');
        }
        else if (IsInvisible(rune))
            clean.Append('?');
        else
            clean.Append(rune.ToString());
    }

    // Format characters (bidirectional controls, zero-width ones, byte order mark, tags), code points that mean nothing anywhere,
    // and U+FFFD (what a lone surrogate or bad UTF-8 became).
    internal static bool IsInvisible(Rune rune) =>
        rune.Value is 0xFFFD or 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0
        || (rune.Value > 0x7F
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
