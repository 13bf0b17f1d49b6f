namespace NagiosChecks.ConfigDrift;

/// <summary>Names with the wildcards * (any signs) and ? (one sign); - counts as _, and case does not count.</summary>
internal static class NamePattern
{
    /// <summary>True when a name matches one of the patterns.</summary>
    public static bool MatchesAny(IReadOnlyList<string> patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (Matches(pattern, name))
                return true;
        }

        return false;
    }

    /// <summary>True when a name matches a pattern as a whole.</summary>
    public static bool Matches(string pattern, string name)
    {
        // The last star takes one sign more whenever what follows it does not match.
        var (at, star, taken) = (0, -1, 0);
        var position = 0;
        while (position < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
                (star, taken, at) = (at, position, at + 1);
            else if (at < pattern.Length && (pattern[at] == '?' || Fold(pattern[at]) == Fold(name[position])))
                (at, position) = (at + 1, position + 1);
            else if (star >= 0)
                (at, position) = (star + 1, ++taken);
            else
                return false;
        }

        while (at < pattern.Length && pattern[at] == '*')
            at++;
        return at == pattern.Length;
    }

    private static char Fold(char sign) => sign == '-' ? '_' : char.ToLowerInvariant(sign);
}
