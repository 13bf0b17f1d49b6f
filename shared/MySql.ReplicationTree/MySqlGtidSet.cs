using System.Globalization;
using System.Text;

namespace MySql.ReplicationTree;

/// <summary>
/// A set of GTIDs as MySQL writes it: <c>UUID:1-5:7,UUID:1:TAG:3</c>, with newlines after the commas and in any case (MySQL manual,
/// "GTID Format and Storage"). A tag counts for the intervals behind it up to the next tag or the next UUID.
/// </summary>
public sealed class MySqlGtidSet
{
    // The greatest number that a server gives is 2^63 - 2.
    private const long MostNumber = long.MaxValue - 1;
    private const int MostTagLength = 32;

    // The key is UUID or UUID:TAG in lower case. All UUIDs have one length, so one without a tag comes before its tags.
    private readonly SortedDictionary<string, List<GtidInterval>> _intervals;

    private MySqlGtidSet(SortedDictionary<string, List<GtidInterval>> intervals) => _intervals = intervals;

    /// <summary>The set without GTIDs.</summary>
    public static MySqlGtidSet Empty { get; } = new(new SortedDictionary<string, List<GtidInterval>>(StringComparer.Ordinal));

    /// <summary>True when no GTID is in it.</summary>
    public bool IsEmpty => _intervals.Count == 0;

    /// <summary>How many GTIDs are in it.</summary>
    public UInt128 Count
    {
        get
        {
            UInt128 count = 0;
            foreach (var intervals in _intervals.Values)
            {
                foreach (var interval in intervals)
                    count += (UInt128)(interval.Last - interval.First) + 1;
            }

            return count;
        }
    }

    /// <summary>Who gave the GTIDs: each UUID once, in lower case.</summary>
    public IReadOnlyList<string> Servers
    {
        get
        {
            var servers = new List<string>();
            foreach (var name in _intervals.Keys)
            {
                if (servers.Count == 0 || servers[^1] != UuidOf(name))
                    servers.Add(UuidOf(name));
            }

            return servers;
        }
    }

    /// <summary>Reads a set; null for what is none, such as a text that was cut.</summary>
    /// <param name="text">The set; an empty one is empty.</param>
    public static MySqlGtidSet? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
            return Empty;
        var found = new SortedDictionary<string, List<GtidInterval>>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Add(found, part))
                return null;
        }

        return Joined(found);
    }

    /// <summary>What is in either.</summary>
    public MySqlGtidSet Union(MySqlGtidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var all = new SortedDictionary<string, List<GtidInterval>>(StringComparer.Ordinal);
        foreach (var (name, intervals) in _intervals)
            all[name] = [.. intervals];
        foreach (var (name, intervals) in other._intervals)
            IntervalsOf(all, name).AddRange(intervals);
        return Joined(all);
    }

    /// <summary>What is in this one and not in the other: <c>GTID_SUBTRACT(this, other)</c>.</summary>
    public MySqlGtidSet Subtract(MySqlGtidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var left = new SortedDictionary<string, List<GtidInterval>>(StringComparer.Ordinal);
        foreach (var (name, intervals) in _intervals)
        {
            var rest = other._intervals.TryGetValue(name, out var theirs) ? GtidInterval.Subtract(intervals, theirs) : intervals;
            if (rest.Count > 0)
                left[name] = rest;
        }

        return new MySqlGtidSet(left);
    }

    /// <summary>True when everything of the other is in this one.</summary>
    public bool Contains(MySqlGtidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Subtract(this).IsEmpty;
    }

    /// <summary>The set in the server's order, without newlines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var uuid = "";
        foreach (var (name, intervals) in _intervals)
        {
            var ofSame = UuidOf(name) == uuid;
            uuid = UuidOf(name);
            text.Append(ofSame ? name[uuid.Length..] : text.Length == 0 ? name : "," + name);
            foreach (var interval in intervals)
            {
                text.Append(CultureInfo.InvariantCulture, $":{interval.First}");
                if (interval.Last > interval.First)
                    text.Append(CultureInfo.InvariantCulture, $"-{interval.Last}");
            }
        }

        return text.ToString();
    }

    private static bool Add(SortedDictionary<string, List<GtidInterval>> found, string part)
    {
        var fields = part.Split(':', StringSplitOptions.TrimEntries);
        if (fields.Length < 2 || !Guid.TryParseExact(fields[0], "D", out var uuid) || IsTag(fields[^1]))
            return false;
        var server = uuid.ToString("D");
        var name = server;
        for (var index = 1; index < fields.Length; index++)
        {
            if (IsTag(fields[index]))
                name = $"{server}:{Lower(fields[index])}";
            else if (Interval(fields[index]) is { } interval)
                IntervalsOf(found, name).Add(interval);
            else
                return false;
        }

        return true;
    }

    private static List<GtidInterval> IntervalsOf(SortedDictionary<string, List<GtidInterval>> sets, string name)
    {
        if (!sets.TryGetValue(name, out var intervals))
            sets[name] = intervals = [];
        return intervals;
    }

    private static MySqlGtidSet Joined(SortedDictionary<string, List<GtidInterval>> sets)
    {
        var joined = new SortedDictionary<string, List<GtidInterval>>(StringComparer.Ordinal);
        foreach (var (name, intervals) in sets)
            joined[name] = GtidInterval.Join(intervals);
        return new MySqlGtidSet(joined);
    }

    private static GtidInterval? Interval(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return Number(dash < 0 ? text : text[..dash]) is { } first && Number(dash < 0 ? text : text[(dash + 1)..]) is { } last
            && first <= last ? new GtidInterval(first, last) : null;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostNumber
            ? number : null;

    private static bool IsTag(string field)
    {
        if (field.Length is 0 or > MostTagLength || char.IsAsciiDigit(field[0]))
            return false;
        foreach (var letter in field)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        }

        return true;
    }

    private static string Lower(string tag) =>
        string.Create(tag.Length, tag, static (lower, tag) => tag.AsSpan().ToLowerInvariant(lower));

    private static string UuidOf(string name) => name.Length > UuidLength ? name[..UuidLength] : name;

    private const int UuidLength = 36;
}
