using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// What earlier runs saw of each channel, and sources that never answered. Times are ages in seconds as of this run and not times of
/// day, so that a step of the wall clock changes nothing; a gap of more than <see cref="Window"/> between two runs begins anew.
/// </summary>
/// <param name="Channels">By channel, with its host where there are several.</param>
/// <param name="Unanswered">Sources that did not answer the question for their binlogs, with the seconds since then.</param>
internal sealed record ReplicationIoHistory(
    IReadOnlyDictionary<string, ChannelHistory> Channels, IReadOnlyDictionary<string, double> Unanswered)
{
    /// <summary>How far back falls count, and the longest gap between two runs that still belong together: an hour.</summary>
    public const double Window = 3600;

    // While nothing happens the last snapshot says it all for this long.
    private const double StaysTrue = 900;

    /// <summary>Seconds since the run that wrote this; null when there was none that counts.</summary>
    public double? SecondsAgo { get; private init; }

    /// <summary>How the history is kept.</summary>
    public static StateFormat<ReplicationIoHistory> Format { get; } =
        new(new ReplicationIoHistory(new Dictionary<string, ChannelHistory>(), new Dictionary<string, double>()),
            Read, Write, FromVersion1);

    /// <summary>What is remembered of a channel; null when no recent run saw it.</summary>
    public ChannelHistory? Of(string key) => Channels.GetValueOrDefault(key);

    /// <summary>The history with a source that was asked and has not answered yet.</summary>
    public ReplicationIoHistory Asking(string place) =>
        this with { Unanswered = new Dictionary<string, double>(Unanswered, StringComparer.Ordinal) { [place] = 0 } };

    /// <summary>The history with a source that has answered.</summary>
    public ReplicationIoHistory Answered(string place)
    {
        var rest = new Dictionary<string, double>(Unanswered, StringComparer.Ordinal);
        _ = rest.Remove(place);
        return this with { Unanswered = rest };
    }

    /// <summary>True when this must be written although the last snapshot was: something happened, or that snapshot grows old.</summary>
    public bool IsNewsAfter(ReplicationIoHistory last) =>
        last.SecondsAgo is not (>= 0 and <= StaysTrue) || Unanswered.Count > 0 || last.Unanswered.Count > 0
            || Channels.Count != last.Channels.Count
        || !Channels.All(channel => channel.Value.IsQuiet && last.Of(channel.Key) == channel.Value);

    /// <summary>Reads records of the newest version.</summary>
    internal static ReplicationIoHistory Read(StateSnapshot snapshot, ClockReading now)
    {
        var elapsed = now.SecondsSince(snapshot.Taken) ?? now.WallSeconds - snapshot.Taken.WallSeconds;
        if (elapsed is < 0 or > Window)
            return Format.Empty;
        var channels = new Dictionary<string, ChannelHistory>(StringComparer.Ordinal);
        var unanswered = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var record in snapshot.Records)
        {
            var fields = record.Split('\t');
            if (fields is ["unanswered", var place, var age] && TryAge(age, out var seconds))
                unanswered[place] = seconds + elapsed;
            else if (fields is ["channel", var key, ..] && ChannelHistory.Read(fields, elapsed, Window) is { } channel)
                channels[key] = channel;
        }

        return new ReplicationIoHistory(channels, unanswered) { SecondsAgo = elapsed };
    }

    /// <summary>The records of a history.</summary>
    internal static List<string> Write(ReplicationIoHistory history) =>
    [
        .. history.Channels.Select(channel => channel.Value.Write(channel.Key)),
        .. history.Unanswered.Select(source => $"unanswered\t{source.Key}\t{Age(source.Value)}"),
    ];

    /// <summary>Records of version 1 (KEY, up or down, seconds, falls) as those of version 2.</summary>
    internal static List<string> FromVersion1(IReadOnlyList<string> records) => [.. records.Select(record => $"channel\t{record}\t\t0\t")];

    /// <summary>An age as text.</summary>
    internal static string Age(double seconds) => Quantity.Plain(Math.Round(seconds, 1));

    /// <summary>Reads an age.</summary>
    internal static bool TryAge(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && double.IsFinite(seconds);
}
