using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// The samples of earlier runs since this boot, oldest first, and the fill states they ended in. Enough are kept that drops stay
/// visible for a whole window: an engine's retry, or a run by hand, then sees what the run before it saw.
/// </summary>
/// <param name="Samples">Oldest first.</param>
/// <param name="FillStates">The states that fills were left in by the last run.</param>
internal sealed record ConntrackHistory(List<ConntrackSample> Samples, FillStates FillStates)
{
    private const int SamplesPerWindow = 20;
    private const double ShortestGrowthSeconds = 60;

    /// <summary>Shorter than this, a difference says nothing about a rate.</summary>
    public const double ShortestSpanSeconds = 1;

    public static ConntrackHistory None { get; } = new([], new FillStates());

    /// <summary>Reads a snapshot's records; what was taken before this boot, or after now, does not count.</summary>
    public static ConntrackHistory Parse(StateSnapshot? snapshot, ClockReading now)
    {
        if (snapshot is null || snapshot.Taken.BootId != now.BootId)
            return None;

        var samples = new List<ConntrackSample>();
        var states = new FillStates();
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
            else if (fields[0] == "fill")
                states.Read(fields);
        }

        samples.Sort((left, right) => left.BootSeconds.CompareTo(right.BootSeconds));
        return new ConntrackHistory(samples, states);
    }

    /// <summary>What is to be kept after this run.</summary>
    public StateSnapshot Next(ConntrackSample sample, FillStates fillStates, ClockReading now, double windowSeconds)
    {
        var kept = new List<ConntrackSample>(Samples);
        if (kept.Count == 0 || sample.BootSeconds - kept[^1].BootSeconds >= windowSeconds / SamplesPerWindow)
            kept.Add(sample);
        // One sample older than the window stays, so that the window is always covered.
        while (kept.Count > 2 && kept[1].BootSeconds <= now.BootSeconds - windowSeconds)
            kept.RemoveAt(0);
        var records = new List<string>();
        foreach (var one in kept)
            one.AppendTo(records);
        fillStates.AppendTo(records);
        return new StateSnapshot(now, records);
    }

    /// <summary>The sample to measure drops from: the newest that is a whole window old, else the oldest there is.</summary>
    public ConntrackSample? DropReference(ClockReading now, double windowSeconds) => Reference(now, windowSeconds);

    /// <summary>The sample to measure growth from: a minute old if there is one, since growth a while ago is not "at present".</summary>
    public ConntrackSample? GrowthReference(ClockReading now) => Reference(now, ShortestGrowthSeconds);

    private ConntrackSample? Reference(ClockReading now, double age) =>
        Samples.FindLast(sample => sample.BootSeconds <= now.BootSeconds - age)
        ?? Samples.Find(sample => sample.BootSeconds <= now.BootSeconds - ShortestSpanSeconds);
}
