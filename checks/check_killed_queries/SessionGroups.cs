namespace NagiosChecks.KilledQueries;

/// <summary>The sessions in trouble, by what is told of them.</summary>
/// <param name="IsDiskFull">True when sessions wait because a disk of the server is full.</param>
/// <param name="Killed">All killed sessions.</param>
/// <param name="Stuck">Killed sessions that neither roll back nor wait for the full disk.</param>
/// <param name="Rolling">Killed sessions that roll back and get on.</param>
/// <param name="Committing">Sessions that wait to commit, killed or not.</param>
internal sealed record SessionGroups(bool IsDiskFull, List<Sighting> Killed, List<Sighting> Stuck, List<Sighting> Rolling,
    List<Sighting> Committing)
{
    /// <summary>The age to graph where no session is in trouble: 0, or not known where the sessions of others cannot be seen.</summary>
    public double? None { get; private init; }

    /// <summary>True when commits wait for a semi-synchronous replica.</summary>
    public bool WaitsForReplica => Committing.Exists(one => one.Session.WaitsForSemiSync);

    /// <summary>Sorts the sessions.</summary>
    public static SessionGroups Of(KilledQueriesMeasurement look, IReadOnlyList<Sighting> sightings)
    {
        var isFull = sightings.Any(one => one.Session.Plight == Plight.WaitsForDisk)
            || (look.Room is { IsFull: true } && sightings.Any(one => one.Session.Plight is Plight.Committing or Plight.KilledCommitting));
        var killed = sightings.Where(one => one.Session.IsKilled).ToList();
        return new SessionGroups(
            isFull,
            killed,
            killed.FindAll(one => !one.RollsBack && (!isFull || one.Session.Plight == Plight.Killed)),
            killed.FindAll(one => one.RollsBack),
            [.. sightings.Where(one =>
                one.Session.Plight is Plight.Committing or Plight.KilledCommitting or Plight.WaitsForDisk or Plight.WaitsForReplica)])
        {
            None = look.Hidden is null ? 0 : null,
        };
    }
}
