namespace NagiosChecks.KernelModules;

/// <summary>
/// fnmatch(3) with no flags in the C locale, which is how kmod matches aliases, install lines and soft dependencies:
/// <c>*</c>, <c>?</c>, <c>[a-c]</c>, <c>[!a]</c>, <c>[[:digit:]]</c> and backslash; '/' and a leading '.' are plain letters.
/// </summary>
internal static class Wildcard
{
    /// <summary>True when a pattern has a character that could match anything but itself.</summary>
    public static bool IsIn(ReadOnlySpan<char> pattern) => pattern.IndexOfAny("*?[\\") >= 0;

    /// <summary>True when the whole text matches the pattern.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // Where to go back to: behind the last star, with one more letter given to it.
        var (starPattern, starText) = (-1, 0);
        var (p, t) = (0, 0);
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (starPattern, starText) = (++p, t);
                continue;
            }

            if (p == pattern.Length && t == text.Length)
                return true;
            if (p < pattern.Length && t < text.Length && MatchesOne(pattern, ref p, text[t]))
            {
                t++;
                continue;
            }

            if (starPattern < 0 || starText >= text.Length)
                return false;
            (p, t) = (starPattern, ++starText);
        }
    }

    // One element of the pattern against one letter; moves behind the element when it matches.
    private static bool MatchesOne(ReadOnlySpan<char> pattern, ref int position, char letter)
    {
        switch (pattern[position])
        {
            case '?':
                position++;
                return true;
            case '[' when TryBracket(pattern[position..], letter, out var length, out var matches):
                if (matches)
                    position += length;
                return matches;
            case '\\':
                // A backslash at the very end matches nothing.
                if (position + 1 >= pattern.Length || pattern[position + 1] != letter)
                    return false;
                position += 2;
                return true;
            default:
                if (pattern[position] != letter)
                    return false;
                position++;
                return true;
        }
    }

    // False when the bracket is never closed: then it is a plain letter.
    private static bool TryBracket(ReadOnlySpan<char> pattern, char letter, out int length, out bool matches)
    {
        var position = 1;
        var negated = position < pattern.Length && pattern[position] is '!' or '^';
        if (negated)
            position++;
        matches = negated;
        var found = false;
        for (var first = true; position < pattern.Length && (first || pattern[position] != ']'); first = false)
        {
            if (TryClass(pattern[position..], letter, out var classLength, out var inClass))
            {
                found |= inClass;
                position += classLength;
                continue;
            }

            var low = Letter(pattern, ref position);
            var high = low;
            if (position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] != ']')
            {
                position++;
                high = Letter(pattern, ref position);
            }

            found |= low <= letter && letter <= high;
        }

        length = position + 1;
        matches = found != negated;
        return position < pattern.Length;
    }

    private static char Letter(ReadOnlySpan<char> pattern, ref int position)
    {
        if (pattern[position] == '\\' && position + 1 < pattern.Length)
            position++;
        return pattern[position++];
    }

    private static bool TryClass(ReadOnlySpan<char> pattern, char letter, out int length, out bool matches)
    {
        (length, matches) = (0, false);
        var end = pattern.StartsWith("[:") ? pattern.IndexOf(":]") : -1;
        if (end < 2)
            return false;
        length = end + 2;
        bool? result = pattern[2..end] switch
        {
            "alpha" => char.IsAsciiLetter(letter),
            "digit" => char.IsAsciiDigit(letter),
            "alnum" => char.IsAsciiLetterOrDigit(letter),
            "upper" => char.IsAsciiLetterUpper(letter),
            "lower" => char.IsAsciiLetterLower(letter),
            "xdigit" => char.IsAsciiHexDigit(letter),
            "space" => letter is ' ' or (>= '\t' and <= '\r'),
            "blank" => letter is ' ' or '\t',
            "punct" => letter is > ' ' and < '\u007f' && !char.IsAsciiLetterOrDigit(letter),
            "print" => letter is >= ' ' and < '\u007f',
            "graph" => letter is > ' ' and < '\u007f',
            "cntrl" => letter is < ' ' or '\u007f',
            _ => null,
        };
        matches = result == true;
        return result is not null;
    }
}
