using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What the runs before this one saw of a channel.</summary>
/// <param name="SecondsDown">For how long the IO thread has been seen not running; 0 when it runs or was never seen before.</param>
/// <param name="Falls">How often it was seen to go from running to not running within <see cref="ChannelHistory.Window"/>.</param>
internal readonly record struct ChannelPast(double SecondsDown, int Falls);

/// <summary>
/// Remembers per channel since when its IO thread does not run and when it fell. Kept as ages and not as times of day, so that a
/// step of the wall clock changes nothing; a gap of more than the window between two runs begins a new history.
/// </summary>
internal sealed class ChannelHistory
{
    /// <summary>How far back falls count, and the longest gap between two runs that still belong together: an hour.</summary>
    public const double Window = 3600;

    // While nothing happens the last snapshot says it all for this long: to replace a file costs more than all the rest (ext4 writes the
    // new one out first).
    private const double StaysTrue = 900;

    private const int MostFalls = 60;
    private readonly StateSnapshot? _last;
    private readonly double? _elapsed;
    private readonly Dictionary<string, (bool Down, double Seconds, List<double> Falls)> _before = new(StringComparer.Ordinal);
    private readonly List<string> _records = [];

    /// <summary>Reads what the last run kept; lines that are not understood count as never seen.</summary>
    public ChannelHistory(StateSnapshot? last, ClockReading now)
    {
        if (last is null)
            return;
        var elapsed = now.SecondsSince(last.Taken) ?? now.WallSeconds - last.Taken.WallSeconds;
        (_last, _elapsed) = (last, elapsed);
        if (elapsed is < 0 or > Window)
            return;
        foreach (var record in last.Records)
        {
            var fields = record.Split('\t');
            if (fields.Length != 4 || !TryAge(fields[2], out var seconds))
                continue;
            var falls = new List<double>();
            foreach (var field in fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (TryAge(field, out var age) && age + elapsed <= Window)
                    falls.Add(age + elapsed);
            }

            _before[fields[0]] = (fields[1] == "down", seconds + elapsed, falls);
        }
    }

    /// <summary>What to keep for the next run: one record for each channel that was observed.</summary>
    public IReadOnlyList<string> Records => _records;

    /// <summary>False while every channel runs as it did at the last snapshot and that is recent: then nothing need be written.</summary>
    public bool IsNews => _elapsed is not (>= 0 and <= StaysTrue) || !_records.TrueForAll(record => record.EndsWith("\tup\t0\t", StringComparison.Ordinal)) || !_last!.Records.SequenceEqual(_records);

    /// <summary>Tells what is remembered of a channel and notes how it is now.</summary>
    /// <param name="key">The channel, with the host where there are several.</param>
    /// <param name="running">Whether its IO thread runs now.</param>
    public ChannelPast Observe(string key, bool running)
    {
        key = UntrustedText.Clean(key, 200);
        var known = _before.TryGetValue(key, out var before);
        List<double> falls = known ? before.Falls : [];
        if (known && !before.Down && !running && falls.Count < MostFalls)
            falls.Insert(0, 0);
        var seconds = !running && known && before.Down ? before.Seconds : 0;
        _records.Add($"{key}\t{(running ? "up" : "down")}\t{Age(seconds)}\t{string.Join(',', falls.Select(Age))}");
        return new ChannelPast(seconds, falls.Count);
    }

    private static string Age(double seconds) => Quantity.Plain(Math.Round(seconds, 1));

    private static bool TryAge(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && double.IsFinite(seconds);
}
