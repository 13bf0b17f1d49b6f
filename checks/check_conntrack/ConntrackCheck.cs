using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>Judges the connection-tracking tables of a host.</summary>
internal sealed class ConntrackCheck : Check<ConntrackOptions, ConntrackLimits, ConntrackMeasurement, ConntrackHistory>
{
    public override CheckDescription Description { get; } = new(
        "check_conntrack",
        "is the connection-tracking table filling, dropping, or there at all when it should not be?",
        """
        Every connection through a tracking kernel takes an entry in a table of nf_conntrack_max entries; when it is full the
        kernel drops packets and only its log says so. This check judges how full the table of every network namespace is and
        how soon it will be, and whether packets were lost: because the table was full, because entries clashed (NAT without a
        free port, two packets that race), or because the hash chains were too long. It needs no rights; root also sees named
        network namespaces without a process, and the namespace numbers of all users.

        It only reads small files under /proc. It never lists connections or rules: that makes an overload worse, and listing
        rules can load connection tracking in the first place.
        """)
    {
        States =
        [
            "CRITICAL: fill, time until full, bucket load or expectations in the critical range; packets dropped within the last "
                + "--window because a table was full or a hash chain too long; packets lost to clashes above --clash-critical; the "
                + "kernel's count below zero; with --forbid: connections are tracked",
            "WARNING: the same with the warning ranges, or entries thrown out early to make room; with --forbid: tracking is loaded but "
                + "idle; state that drops need cannot be kept",
            "OK: none of these, or connection tracking is not in the kernel (--if-absent)",
            "UNKNOWN: the table cannot be seen (a container, hidden /proc), /proc could not be read or made no sense, or the command "
                + "line is wrong; with --forbid also: some network namespaces cannot be seen",
        ],
        Examples =
        [
            ("check_conntrack", "all visible namespaces, fill 80/90 %"),
            ("check_conntrack --forbid", "a balancer that must not track: CRITICAL when it does, WARNING when it could at any moment"),
            ("check_conntrack -w 70 -c 85 --hysteresis 5 --namespace own", "only this namespace, without flapping around the limit"),
            ("check_conntrack --time-to-full-critical 30m: --time-to-full-from 20", "page half an hour ahead, from 20 % fill on"),
            ("check_conntrack -v --root /srv/capture", "judge a captured /proc tree"),
        ],
    };

    public override IReadOnlyList<DeclaredSeries> Series => ConntrackSeries.All;

    public override StateFormat<ConntrackHistory> State => ConntrackHistory.Format;

    // Drops are only seen by comparing runs: without state this check would stay OK while packets are lost.
    public override NagiosState WithoutState => NagiosState.Warning;

    public override ConntrackLimits Limits(ConntrackOptions options) => ConntrackLimits.Parse(options);

    public override ConntrackMeasurement Probe(ConntrackOptions options, ConntrackLimits limits, CheckRun run) =>
        new ConntrackProbe(options.OpenFiles(), run).Read();

    public override string StateKey(ConntrackOptions options, ConntrackLimits limits) => $"root={options.Root} "
        + $"namespace={options.Namespace}";

    public override Verdict<ConntrackHistory> Evaluate(
        ConntrackMeasurement measurement, ConntrackLimits limits, ConntrackHistory history, ClockReading now) =>
        ConntrackEvaluation.Evaluate(measurement, limits, history, now);
}
