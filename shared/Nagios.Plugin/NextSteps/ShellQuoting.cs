using System.Text;

namespace Nagios.Plugin;

/// <summary>Quotes one value for <c>sh</c> (POSIX, Shell Command Language, 2.2 Quoting) so that the shell passes it on exactly.</summary>
internal static class ShellQuoting
{
    /// <summary>
    /// Three forms: as it is, where every character is harmless; in single quotes; and as <c>"$(printf '...')"</c> with octal
    /// bytes for what one line of plugin output cannot carry ('|', control and invisible characters).
    /// </summary>
    /// <param name="value">Any text.</param>
    /// <param name="problem">Why no quoting can carry the value; null when one does.</param>
    public static string Quote(string value, out string? problem)
    {
        problem = Unquotable(value);
        if (value.Length > 0 && IsHarmless(value))
            return value;
        return UntrustedText.NeedsCleaning(value) ? Printf(value) : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static string? Unquotable(string value) =>
        value.Contains('\0', StringComparison.Ordinal) ? "a value in it holds a NUL byte, which no program can be given"
        : value.EndsWith('\n') ? "a value in it ends in a line break, which cannot be written on one line"
        : value.EnumerateRunes().Any(rune => rune.Value == Rune.ReplacementChar.Value)
            ? "a value in it is no valid UTF-8, so the exact bytes are not known"
        : null;

    private static bool IsHarmless(string value)
    {
        foreach (var sign in value)
        {
            if (!char.IsAsciiLetterOrDigit(sign) && sign is not ('_' or '.' or '/' or ':' or '@' or '%' or '+' or ',' or '-'))
                return false;
        }

        return true;
    }

    // Octal, \ooo, is the one escape of printf(1) that POSIX knows in every shell.
    private static string Printf(string value)
    {
        var format = new StringBuilder("\"$(printf '");
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'_' or (byte)'.' or (byte)'/' or (byte)':' or (byte)' ')
                format.Append((char)octet);
            else
                format.Append('\\').Append(Convert.ToString(octet, 8).PadLeft(3, '0'));
        }

        return format.Append("')\"").ToString();
    }
}
