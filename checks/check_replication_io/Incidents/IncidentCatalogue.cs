using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Every kind of incident of an IO thread, with its texts, numbers, cause and way out. Texts are from sql/rpl_binlog_sender.cc,
/// sql/binlog_istream.cc and sql/rpl_replica.cc (MySQL) and sql/sql_repl.cc and sql/slave.cc (MariaDB), numbers from both error lists.
/// </summary>
internal static partial class IncidentCatalogue
{
    // Made when first asked for: the kinds that have names of their own are initialised in other files.
    private static IReadOnlyList<IncidentKind>? _all;

    private static NextStep NeverRetried => NextStep.Of($"Do not wait and do not just restart the thread: a replica never retries a "
        + $"fatal 1236");
    private static NextStep TryingIsVain => NextStep.Of($"Do not wait: trying again does not help");

    /// <summary>All kinds; no text and no number stands at two of them.</summary>
    public static IReadOnlyList<IncidentKind> All =>
        _all ??= [.. OfTheBinlog(), .. OfWhatIsThere(), .. OfTheSetUp(), .. OfTheConnection(), .. OfTheAccount()];

    private static NextStep FailOver => NextStep.Of(
        $"If another replica is whole and ahead of this place, fail over to it rather than repair this source's log (compare the "
            + $"positions of all replicas first)");

    private static NextStep Compare => NextStep.Of(
        $"Then compare the tables with the source's (pt-table-checksum): what was cut or skipped is missing here; when in doubt set "
            + $"the replica up again from a backup or a clone");

    private static NextStep Rebuild => NextStep.Of($"Otherwise set the replica up again from a backup or a clone of the source");

    private static NextStep KeepLonger => NextStep.Of(
        $"Then let the source keep its binlogs for longer than a replica can be down (binlog_expire_logs_seconds; MariaDB before "
            + $"10.6: expire_logs_days)");

    /// <summary>The way out of a damaged binlog, whatever damaged it.</summary>
    private static IEnumerable<NextStep> BehindTheDamage(IncidentSite site, NextStep look) =>
        [look, site.LookAtTheFile, FailOver, .. site.GoOn(), Compare];

    /// <summary>What remains to be done when the cause is mended on the source: nothing while the replica tries again by itself.</summary>
    private static IEnumerable<NextStep> Again(IncidentSite site) => site.Replica.Io == ReplicaThreadState.Stopped
        ? site.Restart($"Then")
        : [NextStep.Of($"Then wait: the replica tries again by itself")];
}
