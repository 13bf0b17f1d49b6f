using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// What an acknowledged problem was when this check first saw it acknowledged. No engine keeps that: it knows that db1/disk is
/// acknowledged, not that it was /var.
/// </summary>
/// <param name="AcknowledgedAt">When it was acknowledged, whole seconds since 1970; 0 where the engine did not say.</param>
/// <param name="SeenAt">When this check saw it first, seconds since 1970.</param>
/// <param name="State">The state at that time.</param>
/// <param name="Occurrence">The engine's number of that occurrence of the problem; empty where it has none.</param>
/// <param name="Words">The output of that time without its numbers, see <see cref="MaskedText"/>.</param>
/// <param name="Failing">The failing items of its perfdata at that time; their values are not kept.</param>
internal sealed record FirstSight(double AcknowledgedAt, double SeenAt, NagiosState State, string Occurrence, string Words, IReadOnlyList<FailingItem> Failing)
{
    private const int Fields = 8;

    /// <summary>What there is to remember of a problem that is seen acknowledged now.</summary>
    public static FirstSight Of(AcknowledgedProblem problem, double now) =>
        new(Math.Floor(problem.AcknowledgedAt ?? 0), Math.Floor(now), problem.State, problem.Occurrence, MaskedText.Mask(problem.Output), FailingItem.Parse(problem.PerfData));

    /// <summary>
    /// True when the problem still carries the acknowledgement of that time, false when it was acknowledged anew since. A comment
    /// that somebody deletes leaves an older one or none: that makes no new acknowledgement.
    /// </summary>
    public bool IsSameAcknowledgement(AcknowledgedProblem problem) =>
        problem.AcknowledgedAt is not { } at || Math.Floor(at) <= (AcknowledgedAt > 0 ? AcknowledgedAt : SeenAt);

    /// <summary>One line for the state file; tabs between the fields.</summary>
    public string Serialize(Checkable about)
    {
        var fields = new List<string>
        {
            Escape(about.Host), about.Service is null ? "host" : "service", Escape(about.Service ?? ""), Quantity.Plain(AcknowledgedAt), Quantity.Plain(SeenAt),
            State.Word(), Escape(Occurrence), Escape(Words),
        };
        foreach (var item in Failing)
            fields.Add((item.State == NagiosState.Critical ? "c" : "w") + Escape(item.Label));
        return string.Join('\t', fields);
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote; null for anything else.</summary>
    public static FirstSight? Parse(string record, out Checkable about)
    {
        var fields = record.Split('\t');
        about = new Checkable(Unescape(fields[0]), fields.Length < Fields || fields[1] == "host" ? null : Unescape(fields[2]));
        if (fields.Length < Fields
            || !double.TryParse(fields[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var acknowledgedAt)
            || !double.TryParse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture, out var seenAt)
            || ParseState(fields[5]) is not { } state)
            return null;

        var failing = new List<FailingItem>();
        foreach (var field in fields.AsSpan(Fields))
        {
            if (field.Length > 1)
                failing.Add(new FailingItem(Unescape(field[1..]), field[0] == 'c' ? NagiosState.Critical : NagiosState.Warning, ""));
        }

        return new FirstSight(acknowledgedAt, seenAt, state, Unescape(fields[6]), Unescape(fields[7]), failing);
    }

    private static NagiosState? ParseState(string word) => word switch
    {
        "OK" => NagiosState.Ok,
        "WARNING" => NagiosState.Warning,
        "CRITICAL" => NagiosState.Critical,
        "UNKNOWN" => NagiosState.Unknown,
        _ => null,
    };

    private static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\t", "%09", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal);

    private static string Unescape(string text) =>
        text.Replace("%09", "\t", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal).Replace("%0D", "\r", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
