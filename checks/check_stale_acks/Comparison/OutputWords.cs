using System.Text.RegularExpressions;

namespace NagiosChecks.StaleAcks;

/// <summary>Which words of a plugin's output are units, states, dates, names of things and names of ids.</summary>
internal static partial class OutputWords
{
    private static readonly HashSet<string> Units = Set(
        "% b k m g t p kb mb gb tb pb kib mib gib tib pib byte bytes bit bits kbit mbit gbit kbits mbits gbits bps kbps mbps gbps",
        "s ms us µs μs ns sec secs second seconds min mins minute minutes h hr hrs hour hours d day days w week weeks month months year "
            + "years",
        "°c °f ° c f v mv a ma w kw kwh va hz khz mhz ghz rpm db dbm iops ops pkts packets pps percent pct degrees");

    private static readonly HashSet<string> Dates = Set(
        "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr may jun jul aug sep oct "
            + "nov dec",
        "january february march april june july august september october november december utc gmt cet cest est edt pst pdt am pm ago");

    private static readonly HashSet<string> Good = Set(
        "ok clean up online optimal healthy normal good running active enabled established ready passed fine alive success successful "
            + "present");

    private static readonly HashSet<string> Bad = Set(
        "critical crit warning warn unknown down failed fail failure failing degraded offline missing dead error errors faulty fault "
            + "broken lost stopped inactive bad",
        "alarm unreachable expired removed unhealthy disconnected absent blocked unavailable not_ok nok emergency alert");

    private static readonly HashSet<string> Negations = Set("not no never isn't aren't");

    // A number behind one of these tells which thing it is.
    private static readonly HashSet<string> Things = Set(
        "slot port lun vm shard disk drive bay fan psu ps cpu core sensor unit raid array controller ctrl enclosure channel vlan "
            + "interface ifindex index instance",
        "node rank partition code status error errno exit rc returned volume vol pool group container guest tunnel peer as asn rule "
            + "policy zone rack outlet phase bank",
        "dimm battery probe module blade stack member site tenant customer number no no. nr line vg pv device dev ld pd vd bbu vdisk "
            + "physicaldrive logicaldrive host supply switch chassis board tape library robot cable",
        "http https tcp udp id");

    // A number or text behind one of these differs from run to run.
    private static readonly HashSet<string> Ids = Set(
        "pid pids process proc req request requestid request-id session sid trace traceid trace-id correlation transaction txid xid txn "
            + "thread tid query queryid build commit message msgid");

    /// <summary>A unit that may stand behind a number, with a rate's "/s" or without.</summary>
    public static bool IsUnit(string word)
    {
        var text = word.ToLowerInvariant();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? Units.Contains(text[..slash])
            && text[(slash + 1)..] is "s" or "sec" or "second" or "min" or "minute" or "h" or "hour" or "d" or "day" : Units.Contains(text);
    }

    /// <summary>The name of a day, a month or a time zone, or am and pm.</summary>
    public static bool IsDate(string word) => Dates.Contains(word);

    /// <summary>A word that says that all is well with what it stands beside.</summary>
    public static bool IsGood(string word) => Good.Contains(word);

    /// <summary>A word that says that something is wrong with what it stands beside.</summary>
    public static bool IsBad(string word) => Bad.Contains(word);

    /// <summary>not, no, never.</summary>
    public static bool IsNegation(string word) => Negations.Contains(word);

    /// <summary>slot, port, LUN: a number behind it is a name.</summary>
    public static bool IsThing(string word) => Things.Contains(word) || word.StartsWith("http/", StringComparison.Ordinal);

    /// <summary>pid, request, session: what stands behind it differs from run to run.</summary>
    public static bool IsId(string word) => Ids.Contains(word);

    /// <summary>A date or a time as people write it: 2026-11-24T03:00:00Z, 24.11.2026, 11/24/2026, 3:00, 03:00:12.</summary>
    public static bool IsDateOrTime(string word) => DateOrTime().IsMatch(word);

    /// <summary>The same word with dates and times inside it replaced: backup-20261124.tar.gz.</summary>
    public static string WithoutDates(string word) => DateInside().Replace(word, "*");

    /// <summary>A number at the beginning of a word, and what stands behind it.</summary>
    public static Match Number(string word) => LeadingNumber().Match(word);

    /// <summary>Numbers and units in turn: 3d4h, 2h30m.</summary>
    public static bool IsDuration(string word) => Duration().IsMatch(word);

    [GeneratedRegex(
        @"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T_ "
            + @"]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})|\d{1,2}\.\d{1,2}\.|\d{1,3}"
            + @":\d{2}(:\d{2}([.,]\d+)?)?([aApP][mM]|Z|h)?|\d{1,2}[aApP][mM]|[+-]\d{4})$")]
    private static partial Regex DateOrTime();

    [GeneratedRegex(
        @"(?<!\d)(20\d{2}[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])([T_-]?\d{2}[-_:]?\d{2}([-_:]?\d{2})?)?|1[5-9]\d{8}(\d{3}"
            + @")?)(?!\d)")]
    private static partial Regex DateInside();

    [GeneratedRegex(@"^(?<sign>[-+<>~≈]*)(?<number>\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?|[.,]\d+)(?<rest>.*)$", RegexOptions.Singleline)]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(
        @"^(\d+([.,]\d+)?(d|h|m|s|ms|min|sec|w|y|days?|hours?|minutes?|seconds?)){2,}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    private static HashSet<string> Set(params string[] lines) => [.. string.Join(' ', lines).Split(' ')];
}
