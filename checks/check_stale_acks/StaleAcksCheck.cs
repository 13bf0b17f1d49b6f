using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Which acknowledged problems are no longer the problem that was acknowledged?</summary>
internal class StaleAcksCheck : Check<StaleAcksOptions, StaleAcksLimits, StaleAcksMeasurement, StaleAcksHistory>
{
    private AcknowledgementSource? _source;
    private IReadOnlyList<HistoryOfOther<StaleAcksHistory>> _others = [];

    /// <summary>What --help says besides the options.</summary>
    public static CheckDescription Text { get; } = new(
        "check_stale_acks",
        "which acknowledged problems are no longer the problem that was acknowledged?",
        """
        An acknowledgement silences a host or service, not a problem: when another partition fills inside the same CRITICAL, nobody is paged. This
        check reads all acknowledgements of an engine and remembers, from the first time it sees one, what failed then: the statements of
        the plugin's output and the perfdata labels over their own thresholds. It tells when something else fails now, when the state is
        worse, when an acknowledgement has outlived a recovery or its end, and when one is old, without a comment or ticket, or hides
        notifications that are off anyway.

        It reads the status file of Nagios 4, Naemon or Icinga 1, Livestatus, or the API of Icinga 2: the one that is named, else the one
        engine that runs on this host. Run it from that engine as two services, --report changes and --report housekeeping, so that age
        never hides a change, and never acknowledge them: fix the acknowledgements they name.
        """)
    {
        States =
        [
            "CRITICAL: an acknowledgement covers another or a worse problem than it was given for, or outlived a recovery or its own end",
            "WARNING: one is older than --warning, has lost its comment, names no ticket that --ticket-regex asks for, stands where "
                + "notifications are off or on something that is OK; or the engine refused what --clear or --submit asked for",
            "OK: no acknowledgement is stale",
            "UNKNOWN: the engine's data cannot be read, is stale, half-written or not allowed; what was acknowledged cannot be "
                + "remembered; or the command line is wrong",
        ],
        Examples =
        [
            ("check_stale_acks --report changes", "the engine on this host, through its status file or Livestatus socket: what changed "
                + "under an acknowledgement"),
            ("check_stale_acks --api https://localhost --ssl-name mon1 -u stale-acks --password-file /etc/icinga2/stale-acks.password",
                "Icinga 2 through its API"),
            ("check_stale_acks --livestatus mon1:6557 --livestatus-tls --ssl-ca /etc/nagios/site-ca.pem --ssl-name mysite",
                "Checkmk's Livestatus over TCP"),
            ("check_stale_acks --clear other_problem,worse,expired --dry-run",
                "say which acknowledgements would be removed, so that the engine notifies for the services themselves"),
            ("check_stale_acks --list", "a table for the hand-over of a shift"),
            ("check_stale_acks -vvv", "by hand: every acknowledgement with its comment and the command that removes it"),
        ],
    };

    /// <inheritdoc/>
    public override CheckDescription Description => Text;

    /// <inheritdoc/>
    public override StateFormat<StaleAcksHistory> State => StaleAcksHistory.Format;

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredSeries> Series => StaleAcksSeries.All;

    /// <inheritdoc/>
    public override StaleAcksLimits Limits(StaleAcksOptions options) => StaleAcksLimits.Of(options);

    /// <inheritdoc/>
    public override StaleAcksMeasurement Probe(StaleAcksOptions options, StaleAcksLimits limits, CheckRun run)
    {
        _source = SourceDiscovery.Find(options, new HostFiles(options.Root), limits.Filter.NeedsGroups);
        _others = RecallOthers(options, limits, run);
        var measurement = StaleAcksProbe.Read(_source, limits, run, () => Recall(options, limits, run).With(_others),
            history => SaveNow(history, run));
        return measurement with { Others = _others };
    }

    /// <inheritdoc/>
    public override string StateKey(StaleAcksOptions options, StaleAcksLimits limits) => _source!.MemoryKey;

    /// <inheritdoc/>
    public override Verdict<StaleAcksHistory> Evaluate(StaleAcksMeasurement measurement, StaleAcksLimits limits,
        StaleAcksHistory history, ClockReading now)
    {
        var verdict = StaleAcksEvaluation.Judge(measurement, limits, history, now);
        return limits.Remove is null ? verdict : new Verdict<StaleAcksHistory>(verdict.Result, null);
    }

    /// <inheritdoc/>
    protected override bool NeedsState => !_others.Any(other => other is { IsChosen: true, History: not null });

    /// <summary>A check that cannot remember would call everything the problem that was acknowledged.</summary>
    protected override void ReportStateProblem(NagiosCheckResult result, string problem, StaleAcksHistory? unsaved)
    {
        // The memory that --state-dir names belongs to somebody else, and was read: nothing is wrong with that.
        if (!NeedsState)
        {
            result.Note($"this run remembers nothing itself: {problem}");
            return;
        }

        if (unsaved is null)
        {
            result.Note(problem);
            return;
        }

        var text = $"what was acknowledged cannot be remembered, so another problem under the same acknowledgement would not be "
            + $"noticed: {problem}";
        result.Report(NagiosState.Unknown, text);
        if (result is { State: NagiosState.Unknown, Headline: { } headline })
            result.Headline = $"{text}; {headline}";
    }
}
