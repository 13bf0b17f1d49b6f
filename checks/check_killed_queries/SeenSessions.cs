using System.Globalization;
using Nagios.Plugin;

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

/// <summary>The sessions in trouble that the last run saw, with their ages then.</summary>
internal sealed class SeenSessions
{
    private const double SameStartSeconds = 5;

    private readonly Dictionary<long, Remembered> _sessions = [];
    private double? _uptime;
    private bool _hasLooked;

    private readonly record struct Remembered(string User, Plight Plight, double AtLeast, double AtMost, long? RowsLeft);

    /// <summary>Reads the records of the last run's state; what makes no sense is no sighting.</summary>
    public static SeenSessions Parse(IReadOnlyList<string> records)
    {
        var seen = new SeenSessions();
        foreach (var record in records)
        {
            var fields = record.Split('\t');
            if (fields is ["look", var uptime])
            {
                seen._hasLooked = true;
                seen._uptime = Number(uptime);
            }
            else if (fields is [var id, var user, var plight, var atLeast, var atMost, var rows]
                && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && int.TryParse(plight, NumberStyles.None, CultureInfo.InvariantCulture, out var kind)
                && Number(atLeast) is { } low && Number(atMost) is { } high)
            {
                seen._sessions[number] = new Remembered(user, (Plight)kind, low, high, (long?)Number(rows));
            }
        }

        return seen;
    }

    /// <summary>The state of this run.</summary>
    public static List<string> Format(ServerLook look, IReadOnlyList<Sighting> sightings) =>
    [
        $"look\t{(look.UptimeSeconds is { } uptime ? Quantity.Plain(uptime) : "")}",
        .. sightings.Select(one => string.Join('\t',
            one.Session.Id.ToString(CultureInfo.InvariantCulture), UntrustedText.Clean(one.Session.User, 80), ((int)one.Session.Plight).ToString(CultureInfo.InvariantCulture),
            Quantity.Plain(one.AtLeast), Quantity.Plain(one.AtMost), one.RowsLeft?.ToString(CultureInfo.InvariantCulture) ?? "")),
    ];

    /// <summary>True when the last run saw this session in this trouble.</summary>
    public bool Knows(ServerSession session) => Find(session) is not null;

    /// <summary>Continues the ages of what the last run saw.</summary>
    /// <param name="look">What is seen now.</param>
    /// <param name="elapsed">Seconds since the last run; null when unknown.</param>
    public List<Sighting> Follow(ServerLook look, double? elapsed)
    {
        // Session numbers start anew with the server: then none of the remembered ones is the same session.
        var restarted = look.UptimeSeconds is { } now && _uptime is { } then && elapsed is { } gone && now < then + gone - SameStartSeconds;
        return [.. look.Sessions.Select(session => Follow(session, look, restarted ? null : elapsed))];
    }

    private Sighting Follow(ServerSession session, ServerLook look, double? elapsed)
    {
        long? rows = look.RowsToUndo.TryGetValue(session.Id, out var left) ? left : null;
        if (elapsed is { } seconds && Find(session) is { } known)
            return new Sighting(session, known.AtLeast + seconds, known.AtMost + seconds, rows, Rate(known.RowsLeft, rows, seconds));

        // The kill came after the last look, or, where there was none, after the statement began.
        var atMost = elapsed is { } gap && _hasLooked ? Math.Min(gap + look.GlanceSeconds, session.Seconds) : session.Seconds;
        long? before = look.RowsBefore.TryGetValue(session.Id, out var earlier) ? earlier : null;
        return new Sighting(session, look.GlanceSeconds, Math.Max(look.GlanceSeconds, atMost), rows, Rate(before, rows, look.GlanceSeconds));
    }

    private static double? Rate(long? before, long? now, double seconds) =>
        before is { } from && now is { } to && seconds > 0 ? Math.Max(0, (from - to) / seconds) : null;

    // A kill that comes on top of a wait for the commit begins a trouble of its own.
    private Remembered? Find(ServerSession session) =>
        _sessions.TryGetValue(session.Id, out var known) && IsSame(known.Plight, session.Plight)
            && (known.User.Length == 0 || session.User.Length == 0 || known.User == UntrustedText.Clean(session.User, 80)) ? known : null;

    private static bool IsSame(Plight then, Plight now) =>
        then == now || (IsKilled(then) && IsKilled(now)) || (then == Plight.Committing && now == Plight.WaitsForDisk);

    private static bool IsKilled(Plight plight) => plight is Plight.Killed or Plight.KilledCommitting;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
