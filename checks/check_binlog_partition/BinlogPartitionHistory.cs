using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What earlier runs saw.</summary>
/// <param name="Place">Where the binlogs were; null before the first run.</param>
/// <param name="Samples">The room and how far the binlogs had been written, oldest first.</param>
/// <param name="Uses">What took the space of the file system at the last runs, oldest first.</param>
internal sealed record BinlogPartitionHistory(RememberedPlace? Place, IReadOnlyList<PartitionSample> Samples, IReadOnlyList<SpaceUse> Uses)
{
    private const string PlaceWord = "place ";
    private const string UseWord = "use ";

    /// <summary>How the history is kept in the state file.</summary>
    public static StateFormat<BinlogPartitionHistory> Format { get; } = new(new BinlogPartitionHistory(null, [], []), Read, Write);

    private static BinlogPartitionHistory Read(StateSnapshot snapshot, ClockReading now)
    {
        RememberedPlace? place = null;
        var uses = new List<SpaceUse>();
        var samples = new List<string>(snapshot.Records.Count);
        foreach (var record in snapshot.Records)
        {
            if (record.StartsWith(PlaceWord, StringComparison.Ordinal))
                place = RememberedPlace.Parse(record[PlaceWord.Length..]);
            else if (record.StartsWith(UseWord, StringComparison.Ordinal))
            {
                if (SpaceUse.Parse(record[UseWord.Length..]) is { } use)
                    uses.Add(use);
            }
            else
                samples.Add(record);
        }

        return new BinlogPartitionHistory(place, SampleHistory.Read(samples, now), uses);
    }

    private static List<string> Write(BinlogPartitionHistory history)
    {
        var records = new List<string>(history.Samples.Count + history.Uses.Count + 1);
        if (history.Place?.ToRecord() is { } place)
            records.Add(PlaceWord + place);
        foreach (var use in history.Uses)
            records.Add(UseWord + use.ToRecord());
        PartitionSample? previous = null;
        foreach (var sample in history.Samples)
        {
            records.Add(sample.ToRecord(previous));
            previous = sample;
        }

        return records;
    }
}
