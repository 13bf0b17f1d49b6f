using System.Globalization;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// How a check's history is written as records and read back. A change of the records is a new version: it adds one migration,
/// which turns the records of the version before into the new ones, so that an update of the check forgets nothing.
/// </summary>
/// <typeparam name="THistory">What the check remembers between runs.</typeparam>
/// <remarks>From version 2 on the first record of a file is <c>version N</c>; a file without it has version 1.</remarks>
/// <param name="empty">The history of a first run.</param>
/// <param name="read">Makes the history of records of the newest version; is told the time of this run, so that it can drop what
/// no longer counts.</param>
/// <param name="write">Makes the records of a history; any text, one record per entry.</param>
/// <param name="migrations">The first turns records of version 1 into records of version 2, the next 2 into 3, and so on.</param>
public sealed class StateFormat<THistory>(
    THistory empty,
    Func<StateSnapshot, ClockReading, THistory> read,
    Func<THistory, IReadOnlyList<string>> write,
    params Func<IReadOnlyList<string>, IReadOnlyList<string>>[] migrations)
    where THistory : class
{
    private const string Header = "version ";

    /// <summary>How long the history has a meaning.</summary>
    public StateLifetime Lifetime { get; init; } = StateLifetime.Lasting;

    /// <summary>The history of a first run, and of a run whose state cannot be read.</summary>
    public THistory Empty { get; } = empty;

    /// <summary>The version that is written: one more than there are migrations.</summary>
    public int Version { get; } = migrations.Length + 1;

    /// <summary>The version of a snapshot's records.</summary>
    internal static int VersionOf(IReadOnlyList<string> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return records.Count > 0 && records[0].StartsWith(Header, StringComparison.Ordinal)
            && int.TryParse(records[0].AsSpan(Header.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && version > 0
                ? version
                : 1;
    }

    /// <summary>Reads a snapshot whose version is not newer than <see cref="Version"/>.</summary>
    internal THistory Read(StateSnapshot snapshot, ClockReading now)
    {
        var version = VersionOf(snapshot.Records);
        var records = HasHeader(snapshot.Records) ? [.. snapshot.Records.Skip(1)] : snapshot.Records;
        for (var step = version; step < Version; step++)
            records = migrations[step - 1](records);
        return read(snapshot with { Records = records }, now);
    }

    /// <summary>Reads what another user's run wrote; null when a newer version wrote it, or when it cannot be read.</summary>
    internal THistory? ReadOther(StateSnapshot snapshot, ClockReading now)
    {
        try
        {
            return VersionOf(snapshot.Records) <= Version ? Read(snapshot, now) : null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Its owner's next run says what is wrong with it.
            return null;
        }
    }

    /// <summary>Makes the snapshot of a history.</summary>
    internal StateSnapshot Write(THistory history, ClockReading now)
    {
        var records = write(history);
        // A file of version 1 has no header, so that version 1.0.0 of the suite still reads it.
        return new StateSnapshot(now, Version == 1 && !HasHeader(records)
            ? records
            : [string.Create(CultureInfo.InvariantCulture, $"{Header}{Version}"), .. records]);
    }

    private static bool HasHeader(IReadOnlyList<string> records) =>
        VersionOf(records) > 1 || (records.Count > 0 && records[0] == Header + "1");
}
