using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// The samples of earlier runs since this boot, oldest first, and the fill states they ended in. Enough are kept that drops stay
/// visible for a whole window: an engine's retry, or a run by hand, then sees what the run before it saw.
/// </summary>
/// <param name="Samples">Oldest first; the last one is that of the last run.</param>
/// <param name="FillStates">The states that fills were left in by the last run.</param>
internal sealed record ConntrackHistory(IReadOnlyList<ConntrackSample> Samples, FillStates FillStates)
{
    private const int SamplesPerWindow = 20;
    private const double GrowthSeconds = 60;

    /// <summary>Shorter than this, a difference says nothing about a rate.</summary>
    public const double ShortestSpanSeconds = 1;

    /// <summary>Nothing is remembered.</summary>
    public static ConntrackHistory None { get; } = new([], FillStates.None);

    /// <summary>Version 1 had no counter of chains that are too long, and left out namespaces whose counters were all zero.</summary>
    public static StateFormat<ConntrackHistory> Format { get; } = new(None, Parse, history => history.Records(), FromVersion1)
    {
        // The kernel counts from zero after a reboot.
        Lifetime = StateLifetime.UntilReboot,
    };

    /// <summary>Reads a snapshot's records; what was taken before this boot, or after now, does not count.</summary>
    public static ConntrackHistory Parse(StateSnapshot snapshot, ClockReading now)
    {
        if (snapshot.Taken.BootId != now.BootId)
            return None;

        var samples = new List<ConntrackSample>();
        var states = new Dictionary<string, string>();
        Dictionary<string, ConntrackSample.Counters>? tables = null;
        foreach (var record in snapshot.Records)
        {
            var fields = record.Split(' ');
            if (fields is ["sample", var time] && double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            {
                tables = [];
                if (seconds < now.BootSeconds)
                    samples.Add(new ConntrackSample(seconds, tables));
            }
            else if (fields is ["table", ..] && tables is not null && ConntrackSample.ParseCounters(fields) is { } counters)
                tables[fields[1]] = counters;
            else if (fields is ["fill", var identity, "WARNING" or "CRITICAL"])
                states[identity] = fields[2];
        }

        samples.Sort((left, right) => left.BootSeconds.CompareTo(right.BootSeconds));
        return new ConntrackHistory(samples, new FillStates(states));
    }

    /// <summary>What is to be kept after this run.</summary>
    public ConntrackHistory Next(ConntrackSample sample, FillStates fillStates, double windowSeconds)
    {
        var kept = new List<ConntrackSample>(Samples);
        // The last run is always kept; of runs in quick succession only some stay, so that many runs by hand do not fill the file.
        if (kept.Count > 1 && kept[^1].BootSeconds - kept[^2].BootSeconds < windowSeconds / SamplesPerWindow)
            kept.RemoveAt(kept.Count - 1);
        kept.Add(sample);
        // One sample older than the window stays, so that the window is always covered.
        while (kept.Count > 2 && kept[1].BootSeconds <= sample.BootSeconds - windowSeconds)
            kept.RemoveAt(0);
        return new ConntrackHistory(kept, fillStates);
    }

    /// <summary>The sample to measure a namespace's losses from: the newest that is a whole window old, else the oldest that has
    /// this namespace. Null when it is seen for the first time.</summary>
    public ConntrackSample? LossReference(ConntrackNamespace space, ClockReading now, double windowSeconds) =>
        Reference(space, now, windowSeconds);

    /// <summary>The sample to measure growth from: the newest that is a minute old, else the oldest that has this namespace.</summary>
    public ConntrackSample? GrowthReference(ConntrackNamespace space, ClockReading now) => Reference(space, now, GrowthSeconds);

    /// <summary>The newest sample that has this namespace. However young it is, it tells whether the table has grown since.</summary>
    public ConntrackSample? Newest(ConntrackNamespace space)
    {
        for (var index = Samples.Count - 1; index >= 0; index--)
        {
            if (Samples[index].Of(space) is not null)
                return Samples[index];
        }

        return null;
    }

    private ConntrackSample? Reference(ConntrackNamespace space, ClockReading now, double age)
    {
        ConntrackSample? oldest = null;
        for (var index = Samples.Count - 1; index >= 0; index--)
        {
            var sample = Samples[index];
            if (sample.Of(space) is null || sample.BootSeconds > now.BootSeconds - ShortestSpanSeconds)
                continue;
            oldest = sample;
            if (sample.BootSeconds <= now.BootSeconds - age)
                break;
        }

        return oldest;
    }

    /// <summary>The records of the newest version.</summary>
    public List<string> Records()
    {
        var records = new List<string>();
        foreach (var sample in Samples)
            sample.AppendTo(records);
        FillStates.AppendTo(records);
        return records;
    }

    /// <summary>Turns records of version 1 into records of version 2.</summary>
    public static List<string> FromVersion1(IReadOnlyList<string> records) =>
        [.. records.Select(record => record.StartsWith("table ", StringComparison.Ordinal) ? record + " -" : record)];
}
