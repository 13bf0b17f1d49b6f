using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// What an acknowledged problem was when this check first saw it acknowledged. No engine keeps that: it knows that db1/disk is
/// acknowledged, not that it was /var.
/// </summary>
internal sealed record FirstSight
{
    /// <summary>After so many runs with the same numbers in the output, a number counts as a name.</summary>
    public const int SettledLooks = 5;

    private const int Fields = 14;
    private const double ClearedGrace = 300;
    private const char ClauseSeparator = '\u001f';

    /// <summary>When it was acknowledged, whole seconds since 1970; 0 where the engine did not say.</summary>
    public double AcknowledgedAt { get; init; }

    /// <summary>When this check saw it first, seconds since 1970.</summary>
    public required double SeenAt { get; init; }

    /// <summary>The engine's number of that occurrence of the problem; empty where it has none.</summary>
    public string Occurrence { get; init; } = "";

    /// <summary>Who acknowledged it; engines lose that together with the comment.</summary>
    public string? Author { get; init; }

    /// <summary>When the acknowledgement ends, seconds since 1970; 0 for never.</summary>
    public double Expires { get; init; }

    /// <summary>What it was.</summary>
    public required ProblemImage Image { get; init; }

    /// <summary>False when the memory of version 1.0 had the output in another form: then the words count from now on.</summary>
    public bool HasClauses { get; init; } = true;

    /// <summary>How many runs saw the same numbers, at most <see cref="SettledLooks"/>.</summary>
    public int Looks { get; init; }

    /// <summary>True when --baseline took it as known: only changes are told.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>What was new when the problem could last be seen; empty for nothing. It stands while the problem cannot be seen.</summary>
    public string Found { get; init; } = "";

    /// <summary>Since when a change is told, seconds since 1970; 0 for none.</summary>
    public double FoundAt { get; init; }

    /// <summary>When --clear removed the acknowledgement, seconds since 1970; 0 for never.</summary>
    public double ClearedAt { get; init; }

    /// <summary>The directory of another user's memory that it comes from; null for this run's own. Not kept in the state file.</summary>
    public string? KeptIn { get; init; }

    /// <summary>True when --clear removed the acknowledgement a moment ago: the engine may show it until it writes its status
    /// anew.</summary>
    public bool IsCleared(double now) => ClearedAt > 0 && now - ClearedAt < ClearedGrace;

    /// <summary>The state at that time.</summary>
    public NagiosState State => Image.State;

    /// <summary>What there is to remember of a problem that is seen acknowledged now.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="image">What it is now, see <see cref="ProblemImage.Of"/>.</param>
    /// <param name="now">When it is seen, seconds since 1970.</param>
    public static FirstSight Of(AcknowledgedProblem problem, ProblemImage image, double now) => new()
    {
        AcknowledgedAt = Math.Floor(problem.AcknowledgedAt ?? 0),
        SeenAt = Math.Floor(now),
        Occurrence = problem.Occurrence,
        Author = problem.Author,
        Expires = Math.Floor(problem.Expires ?? 0),
        Image = image,
    };

    /// <summary>
    /// True when the problem still carries the acknowledgement of that time, false when it was acknowledged anew since. A comment that
    /// somebody deletes leaves an older one or none: that makes no new acknowledgement. Nor does the end of one: Icinga 2.13 then sets the
    /// flag's time to it and removes the comment.
    /// </summary>
    public bool IsSameAcknowledgement(AcknowledgedProblem problem) =>
        problem.AcknowledgedAt is not { } at || Math.Floor(at) <= (AcknowledgedAt > 0 ? AcknowledgedAt : SeenAt) || IsItsEnd(problem, at);

    /// <summary>The problem with what its engine has forgotten: author, time and end of an acknowledgement whose comment is gone.</summary>
    public AcknowledgedProblem Completed(AcknowledgedProblem problem) => problem.Comment is not null ? problem : problem with
    {
        Author = problem.Author ?? Author,
        AcknowledgedAt = AcknowledgedAt > 0 ? AcknowledgedAt : problem.AcknowledgedAt,
        Expires = problem.Expires ?? (Expires > 0 ? Expires : null),
    };

    /// <summary>One line for the state file; tabs between the fields.</summary>
    public string Serialize(Checkable about)
    {
        var fields = new List<string>
        {
            Escape(about.Host), about.Service is null ? "host" : "service", Escape(about.Service ?? ""), Quantity.Plain(AcknowledgedAt),
                Quantity.Plain(SeenAt),
            State.Word(), Escape(Occurrence), Author is null ? "" : "@" + Escape(Author), Quantity.Plain(Expires),
            $"{Looks}{(IsBaseline ? "b" : "")}{(Image.IsUnseen ? "u" : "")}{(HasClauses ? "" : "w")}", Escape(Found), Quantity.Plain(
                FoundAt), Quantity.Plain(ClearedAt),
            Escape(string.Join(ClauseSeparator, Image.Clauses)),
        };
        foreach (var item in Image.Failing)
            fields.Add((item.State == NagiosState.Critical ? "c" : "w") + Escape(item.Label));
        return string.Join('\t', fields);
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote; null for anything else.</summary>
    public static FirstSight? Parse(string record, out Checkable about)
    {
        var fields = record.Split('\t');
        about = new Checkable(Unescape(fields[0]), fields.Length < Fields || fields[1] == "host" ? null : Unescape(fields[2]));
        if (fields.Length < Fields || Number(fields[3]) is not { } acknowledgedAt || Number(fields[4]) is not { } seenAt || ParseState(
            fields[5]) is not { } state
            || Number(fields[8]) is not { } expires || Number(fields[11]) is not { } foundAt || Number(fields[12]) is not { } clearedAt)
            return null;

        var clauses = fields[13].Length == 0 ? [] : Unescape(fields[13]).Split(ClauseSeparator);
        return new FirstSight
        {
            AcknowledgedAt = acknowledgedAt,
            SeenAt = seenAt,
            Occurrence = Unescape(fields[6]),
            Author = fields[7].Length > 0 ? Unescape(fields[7][1..]) : null,
            Expires = expires,
            Looks = (int)(Number(fields[9].TrimEnd('b', 'u', 'w')) ?? 0),
            IsBaseline = fields[9].Contains('b', StringComparison.Ordinal),
            HasClauses = !fields[9].Contains('w', StringComparison.Ordinal),
            Found = Unescape(fields[10]),
            FoundAt = foundAt,
            ClearedAt = clearedAt,
            Image = new ProblemImage(state, clauses, Items(fields.AsSpan(Fields)), fields[9].Contains('u', StringComparison.Ordinal)),
        };
    }

    /// <summary>A record of version 1.0 in today's form. Its words were taken apart in another way and cannot be compared: they count
    /// from the next run on.</summary>
    public static string FromVersion1(string record)
    {
        var fields = record.Split('\t');
        return fields.Length < 8 ? record : string.Join('\t', [.. fields[..7], "", "0", "0w", "", "0", "0", "", .. fields[8..]]);
    }

    private bool IsItsEnd(AcknowledgedProblem problem, double at) => Expires > 0 && problem.Comment is null && Math.Abs(at - Expires) <= 1;

    private static List<FailingItem> Items(ReadOnlySpan<string> fields)
    {
        var failing = new List<FailingItem>();
        foreach (var field in fields)
        {
            if (field.Length > 1)
                failing.Add(new FailingItem(Unescape(field[1..]), field[0] == 'c' ? NagiosState.Critical : NagiosState.Warning, ""));
        }

        return failing;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A state by its word in the state file; null for none.</summary>
    internal static NagiosState? ParseState(string word) => word switch
    {
        "OK" => NagiosState.Ok,
        "WARNING" => NagiosState.Warning,
        "CRITICAL" => NagiosState.Critical,
        "UNKNOWN" => NagiosState.Unknown,
        _ => null,
    };

    private static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\t", "%09", StringComparison.Ordinal).Replace("\n", "%0A",
            StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal);

    private static string Unescape(string text) =>
        text.Replace("%09", "\t", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal).Replace("%0D", "\r",
            StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
