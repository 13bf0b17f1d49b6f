using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

internal static class Program
{
    internal static readonly CheckDescription Description = new(
        "check_stale_acks",
        "which acknowledged problems are no longer the problem that was acknowledged?",
        """
        An acknowledgement silences a host or service, not a problem: when another partition fills inside the same CRITICAL, nobody is paged. This
        check reads all acknowledgements of an engine and remembers, from the first time it sees one, what failed then: the perfdata labels
        over their own thresholds, else the output without its numbers. It tells when something else fails now, when the state is worse, and
        when an acknowledgement is old, expired, without a ticket, or hides notifications that are off anyway.

        It reads the status file of Nagios 4 or Naemon, Livestatus, or the API of Icinga 2: the one that is named, else the one engine that
        runs on this host. Run it from that engine as a service of its own, and never acknowledge that service: fix the acknowledgements it names.
        """)
    {
        States =
        [
            "CRITICAL: an acknowledgement covers another or a worse problem than it was given for, outlived a recovery or its own end, or is older than --critical",
            "WARNING: one is older than --warning, has lost its comment, names no ticket that --ticket-regex asks for, or stands where notifications are off",
            "OK: no acknowledgement is stale",
            "UNKNOWN: the engine's data cannot be read, is stale, half-written or not allowed; what was acknowledged cannot be remembered; or the command line is wrong",
        ],
        Examples =
        [
            ("check_stale_acks", "the engine on this host, through its status file or Livestatus socket"),
            ("check_stale_acks --api https://localhost --ssl-name mon1 -u stale-acks --password-file /etc/icinga2/stale-acks.password", "Icinga 2 through its API"),
            ("check_stale_acks --livestatus mon1:6558 -w 12h -c 1d --ticket-regex '[A-Z]+-[0-9]+'", "Livestatus over TCP, half a day at most, and only with a ticket"),
            ("check_stale_acks -vvv", "by hand: every acknowledgement with its comment and the command that clears it"),
        ],
    };

    public static int Main(string[] args) => CheckHost.Run<StaleAcksOptions>(Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<StaleAcksOptions>(Description, args, output, Check);

    internal static NagiosCheckResult Check(StaleAcksOptions options, CheckRun run) => Check(options, run, 0);

    /// <summary>The check, judged so many seconds later than now: what tests need to see an end that has passed.</summary>
    internal static NagiosCheckResult Check(StaleAcksOptions options, CheckRun run, double later)
    {
        var policy = StaleAcksPolicy.Parse(options);
        var source = SourceDiscovery.Find(options, options.OpenFiles(), policy.Filter.NeedsGroups);
        var report = source.Read(run);
        var now = run.Clock.WallSeconds + later;

        run.Stage = "remembering what was acknowledged";
        using var store = run.OpenState(source.MemoryKey);
        var before = store.Load();
        var memory = new AcknowledgementMemory(before?.Records ?? []);
        var result = StaleAcksCheck.Evaluate(report, source, memory, policy, now);
        var records = memory.Records;
        var kept = (before is not null && records.SequenceEqual(before.Records)) || store.Save(new StateSnapshot(run.Clock, records));
        if (!kept && memory.New > 0)
            StaleAcksCheck.ReportUnknown(result, $"what was acknowledged cannot be remembered, so another problem under the same acknowledgement would not be noticed: {store.Problem}");
        else if (store.Problem is { } problem)
            result.Note(problem);
        return result;
    }
}
