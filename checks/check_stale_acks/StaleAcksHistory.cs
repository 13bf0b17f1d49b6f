using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What this check remembers of one engine from run to run: every acknowledgement as it was first seen, and what was
/// submitted.</summary>
/// <param name="Sights">By host and service.</param>
/// <param name="Submitted">What --submit sent last, by host and service of the passive result.</param>
/// <param name="Owed">Notifications that --clear still has to ask for.</param>
internal sealed record StaleAcksHistory(IReadOnlyDictionary<Checkable, FirstSight> Sights,
    IReadOnlyDictionary<Checkable, string> Submitted, IReadOnlyList<OwedNotification> Owed)
{
    /// <summary>More acknowledgements than this are not remembered: they would not fit the state file, and somebody has lost
    /// count.</summary>
    public const int MaximumRemembered = 5000;

    private static readonly Dictionary<Checkable, FirstSight> EmptySights = [];
    private const string SubmittedMark = "submitted\t";

    /// <summary>How it is kept in the state file.</summary>
    public static StateFormat<StaleAcksHistory> Format { get; } = new(
        new StaleAcksHistory(new Dictionary<Checkable, FirstSight>(), new Dictionary<Checkable, string>(), []),
        (snapshot, _) => Of(snapshot.Records),
        history => history.Records(),
        records => [.. records.Select(FirstSight.FromVersion1)]);

    /// <summary>True when nothing was ever remembered.</summary>
    public bool IsEmpty => Sights.Count == 0 && Submitted.Count == 0 && Owed.Count == 0;

    /// <inheritdoc/>
    public bool Equals(StaleAcksHistory? other) => other is not null && Records().SequenceEqual(other.Records());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sights.Count, Submitted.Count);

    /// <summary>This memory, completed by those of other users: of each acknowledgement the newest counts, and what saw it first. What is
    /// owed and what was submitted stays with whoever did it.</summary>
    public StaleAcksHistory With(IReadOnlyList<HistoryOfOther<StaleAcksHistory>> others)
    {
        var sights = new Dictionary<Checkable, FirstSight>(Sights);
        foreach (var other in others)
        {
            foreach (var (about, sight) in other.History?.Sights ?? EmptySights)
            {
                if (!sights.TryGetValue(about, out var own) || sight.AcknowledgedAt > own.AcknowledgedAt
                    || (sight.AcknowledgedAt == own.AcknowledgedAt && sight.SeenAt <= own.SeenAt))
                    sights[about] = sight with { KeptIn = other.Directory };
            }
        }

        return this with { Sights = sights };
    }

    /// <summary>The records of the state file.</summary>
    public IReadOnlyList<string> Records()
    {
        var records = new List<string>(Sights.Count + Submitted.Count + Owed.Count);
        foreach (var (about, sight) in Sights)
            records.Add(sight.Serialize(about));
        foreach (var (about, text) in Submitted)
            records.Add($"{SubmittedMark}{Uri.EscapeDataString(about.Host)}\t{Uri.EscapeDataString(about.Service ?? "")}\t"
                + Uri.EscapeDataString(text));
        foreach (var notification in Owed)
            records.Add(notification.Serialize());
        return records;
    }

    /// <summary>Reads what <see cref="Records"/> made.</summary>
    public static StaleAcksHistory Of(IReadOnlyList<string> records)
    {
        var sights = new Dictionary<Checkable, FirstSight>();
        var submitted = new Dictionary<Checkable, string>();
        var owed = new List<OwedNotification>();
        foreach (var record in records)
        {
            if (record.StartsWith(SubmittedMark, StringComparison.Ordinal) && record.Split('\t') is [_, var host, var service, var text])
                submitted[new Checkable(Uri.UnescapeDataString(host), Uri.UnescapeDataString(service))] = Uri.UnescapeDataString(text);
            else if (record.StartsWith(OwedNotification.Mark, StringComparison.Ordinal)
                && OwedNotification.Parse(record) is { } notification)
                owed.Add(notification);
            else if (FirstSight.Parse(record, out var about) is { } sight)
                sights[about] = sight;
        }

        return new StaleAcksHistory(sights, submitted, owed);
    }
}
