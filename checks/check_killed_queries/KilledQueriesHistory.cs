using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>The sessions in trouble that the last run saw, with their ages then.</summary>
internal sealed class KilledQueriesHistory
{
    private const double SameStartSeconds = 5;

    private readonly Dictionary<long, Remembered> _sessions = [];
    private double? _uptime;
    private bool _hasLooked;
    private double? _secondsAgo;

    private readonly record struct Remembered(string User, Plight Plight, double AtLeast, double AtMost, long? RowsLeft);

    /// <summary>How the history is kept.</summary>
    public static StateFormat<KilledQueriesHistory> Format { get; } = new(new KilledQueriesHistory(), (last, now) =>
        Read(last.Records, now.SecondsSince(last.Taken)), history => history.Write());

    /// <summary>Reads the records of the last run's state; what makes no sense is no sighting.</summary>
    /// <param name="records">The records.</param>
    /// <param name="secondsAgo">Seconds since that run; null when unknown.</param>
    internal static KilledQueriesHistory Read(IReadOnlyList<string> records, double? secondsAgo)
    {
        var seen = new KilledQueriesHistory { _secondsAgo = secondsAgo };
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

    /// <summary>The history of this run.</summary>
    public static KilledQueriesHistory Of(KilledQueriesMeasurement measurement, IReadOnlyList<Sighting> sightings)
    {
        var history = new KilledQueriesHistory { _hasLooked = true, _uptime = measurement.UptimeSeconds, _secondsAgo = 0 };
        foreach (var one in sightings)
            history._sessions[one.Session.Id] =
                new Remembered(UntrustedText.Clean(one.Session.User, 80), one.Session.Plight, one.AtLeast, one.AtMost, one.RowsLeft);
        return history;
    }

    /// <summary>The records.</summary>
    internal List<string> Write() =>
    [
        $"look\t{(_uptime is { } uptime ? Quantity.Plain(uptime) : "")}",
        .. _sessions.Select(one => string.Join('\t',
            one.Key.ToString(CultureInfo.InvariantCulture), one.Value.User, ((int)one.Value.Plight).ToString(CultureInfo.InvariantCulture),
            Quantity.Plain(one.Value.AtLeast), Quantity.Plain(one.Value.AtMost),
                one.Value.RowsLeft?.ToString(CultureInfo.InvariantCulture) ?? "")),
    ];

    /// <summary>True when the last run saw this session in this trouble.</summary>
    public bool Knows(ServerSession session) => Find(session) is not null;

    /// <summary>Continues the ages of what the last run saw.</summary>
    /// <param name="look">What is seen now.</param>
    public List<Sighting> Follow(KilledQueriesMeasurement look)
    {
        var elapsed = _secondsAgo;
        // Session numbers start anew with the server: then none of the remembered ones is the same session.
        var restarted = look.UptimeSeconds is { } now && _uptime is { } then && elapsed is { } gone && now < then + gone - SameStartSeconds;
        return [.. look.Sessions.Select(session => Follow(session, look, restarted ? null : elapsed))];
    }

    private Sighting Follow(ServerSession session, KilledQueriesMeasurement look, double? elapsed)
    {
        long? rows = look.RowsToUndo.TryGetValue(session.Id, out var left) ? left : null;
        if (elapsed is { } seconds && Find(session) is { } known)
            return new Sighting(session, known.AtLeast + seconds, known.AtMost + seconds, rows, Rate(known.RowsLeft, rows, seconds));

        // The kill came after the last look, or, where there was none, after the statement began.
        var atMost = elapsed is { } gap && _hasLooked ? Math.Min(gap + look.GlanceSeconds, session.Seconds) : session.Seconds;
        long? before = look.RowsBefore.TryGetValue(session.Id, out var earlier) ? earlier : null;
        return new Sighting(session, look.GlanceSeconds, Math.Max(look.GlanceSeconds, atMost), rows,
            Rate(before, rows, look.GlanceSeconds));
    }

    private static double? Rate(long? before, long? now, double seconds) =>
        before is { } from && now is { } to && seconds > 0 ? Math.Max(0, (from - to) / seconds) : null;

    // A kill that comes on top of a wait for the commit begins a trouble of its own.
    private Remembered? Find(ServerSession session) =>
        _sessions.TryGetValue(session.Id, out var known) && IsSame(known.Plight, session.Plight)
            && (known.User.Length == 0 || session.User.Length == 0 || known.User == UntrustedText.Clean(session.User, 80)) ? known : null;

    private static bool IsSame(Plight then, Plight now) =>
        then == now || (IsKilled(then) && IsKilled(now)) || (IsCommitting(then) && IsCommitting(now));

    // Who leads the queue of commits, and so shows what all wait for, may change from run to run.
    private static bool IsCommitting(Plight plight) => plight is Plight.Committing or Plight.WaitsForDisk or Plight.WaitsForReplica;

    private static bool IsKilled(Plight plight) => plight is Plight.Killed or Plight.KilledCommitting;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;
}
