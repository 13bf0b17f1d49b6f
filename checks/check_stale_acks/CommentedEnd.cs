using System.Globalization;

namespace NagiosChecks.StaleAcks;

/// <summary>The day that a comment gives an acknowledgement as its end, for engines that know no end: <c>#until 2026-12-24</c>.</summary>
internal sealed class CommentedEnd
{
    private const int DateLength = 10;
    private readonly TextPattern _pattern;

    /// <summary>Reads the option.</summary>
    /// <param name="pattern">What such a comment holds; its first group is the day.</param>
    /// <exception cref="Nagios.Plugin.CheckException">No regular expression, or one without a group.</exception>
    public CommentedEnd(string pattern)
    {
        _pattern = new TextPattern("--until-regex", pattern);
        if (!_pattern.HasGroup)
            throw Nagios.Plugin.CheckException.Usage("--until-regex", pattern,
                "has no group; the day stands in the first one, as in '#until ([0-9-]+)'");
    }

    /// <summary>True when the comment says that the acknowledgement has an end, readable or not.</summary>
    public bool IsIn(string? comment) => comment is not null && _pattern.Matches(comment);

    /// <summary>The end of the day, in UTC, in seconds since 1970; null where the comment gives none, or one that is no day of the calendar
    /// as YYYY-MM-DD. What stands behind the day, such as a time, is not read.</summary>
    public double? EndIn(string? comment)
    {
        if (comment is null || !_pattern.Find(comment, out var day) || day.Length < DateLength
            || (day.Length > DateLength && char.IsAsciiDigit(day[DateLength])))
            return null;
        return DateTime.TryParseExact(day.AsSpan(0, DateLength), "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) && date < DateTime.MaxValue.Date
            ? (date.AddDays(1) - DateTime.UnixEpoch).TotalSeconds
            : null;
    }
}
