using System.Globalization;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// A set of GTIDs as MySQL writes it: <c>UUID:1-5:7,UUID:TAG:3</c> (MySQL manual, "GTID Format and Storage").
/// </summary>
internal static class GtidSet
{
    /// <summary>True for a whole set; one that a server's text was cut in, or anything else, is none.</summary>
    public static bool IsSet(string text) => List(text, int.MaxValue) is not null;

    /// <summary>The GTIDs one by one; null for what is no set or has more than so many.</summary>
    /// <param name="text">The set.</param>
    /// <param name="most">The greatest number of GTIDs to list; with <see cref="int.MaxValue"/> they are only checked and the list is
    /// empty.</param>
    public static IReadOnlyList<string>? List(string text, int most)
    {
        var gtids = new List<string>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var fields = part.Split(':');
            if (fields.Length < 2 || !Guid.TryParseExact(fields[0], "D", out _))
                return null;
            var name = fields[0];
            for (var index = 1; index < fields.Length; index++)
            {
                if (IsTag(fields[index]))
                    name = $"{fields[0]}:{fields[index]}";
                else if (!Add(gtids, name, fields[index], most))
                    return null;
            }
        }

        return gtids;
    }

    private static bool Add(List<string> gtids, string name, string interval, int most)
    {
        var dash = interval.IndexOf('-', StringComparison.Ordinal);
        if (!TryNumber(dash < 0 ? interval : interval[..dash], out var first)
            || !TryNumber(dash < 0 ? interval : interval[(dash + 1)..], out var last) || last < first)
            return false;
        if (most == int.MaxValue)
            return true;
        if (last - first >= most - gtids.Count)
            return false;
        for (var number = first; number <= last; number++)
            gtids.Add(string.Create(CultureInfo.InvariantCulture, $"{name}:{number}"));
        return true;
    }

    // A tag begins with a letter or underscore and has at most 32 of a-z, 0-9 and underscore.
    private static bool IsTag(string field) => field.Length is > 0 and <= 32 && (char.IsAsciiLetter(field[0]) || field[0] == '_');

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
