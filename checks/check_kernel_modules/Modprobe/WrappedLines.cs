using System.Text;

namespace NagiosChecks.KernelModules;

/// <summary>
/// The lines of a modprobe.d file as kmod reads them (freadline_wrapped in kmod's shared/util.c): a backslash at the end of a
/// line joins it with the next, comments included; any other backslash vanishes and the character behind it stays.
/// </summary>
internal static class WrappedLines
{
    /// <summary>The joined lines, each with the number of its first physical line.</summary>
    public static IEnumerable<(int Number, string Text)> Read(string text)
    {
        var number = 1;
        var position = 0;
        while (position < text.Length)
        {
            var first = number;
            var line = One(text, ref position, ref number);
            yield return (first, line);
        }
    }

    private static string One(string text, ref int position, ref int number)
    {
        var length = text.AsSpan(position).IndexOfAny('\n', '\\');
        if (length < 0 || text[position + length] == '\n')
        {
            var plain = length < 0 ? text[position..] : text.Substring(position, length);
            position += plain.Length + 1;
            number++;
            return UpToNul(plain);
        }

        var line = new StringBuilder();
        while (position < text.Length)
        {
            var character = text[position++];
            if (character == '\n')
            {
                number++;
                break;
            }

            if (character != '\\')
                line.Append(character);
            else if (position == text.Length)
                line.Append('\uFFFD'); // kmod appends the byte 0xFF that its end of file is cut to.
            else if (text[position] == '\n')
                number++;
            else
                line.Append(text[position]);
            if (character == '\\')
                position++;
        }

        return UpToNul(line.ToString());
    }

    // The rest of kmod sees a C string.
    private static string UpToNul(string line)
    {
        var nul = line.IndexOf('\0');
        return nul < 0 ? line : line[..nul];
    }
}
