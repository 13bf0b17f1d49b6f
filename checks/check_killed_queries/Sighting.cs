namespace NagiosChecks.KilledQueries;

/// <summary>A session in trouble, and since when: the server keeps no time of a kill, so it is told from the runs that saw it.</summary>
/// <param name="Session">As it is now.</param>
/// <param name="AtLeast">Seconds since a look first found it so.</param>
/// <param name="AtMost">Seconds since the last look that did not find it so, or its whole time where there was none.</param>
/// <param name="RowsLeft">Rows yet to be undone when it rolls back; null when it does not.</param>
/// <param name="RowsPerSecond">Rows undone in a second since the look before; null when there is nothing to compare.</param>
internal sealed record Sighting(ServerSession Session, double AtLeast, double AtMost, long? RowsLeft, double? RowsPerSecond)
{
    /// <summary>True when it rolls back and gets on, or cannot yet be said not to.</summary>
    public bool RollsBack => RowsLeft is not null && RowsPerSecond is not 0;
}
