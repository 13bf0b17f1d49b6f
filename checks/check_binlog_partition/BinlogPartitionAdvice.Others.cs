using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Steps for what others write to the file system of the binlogs.</summary>
internal sealed partial class BinlogPartitionAdvice
{
    private void GiveOthers()
    {
        WhatElse();
        switch (finding.Culprit)
        {
            case SpaceUser.RelayLogs:
                result.Advise($"See why the relay logs are not applied: {StatusStatement()} (is the SQL thread stopped, with an error, or "
                    + $"slow?), and start it again; relay_log_purge must be ON");
                result.Advise($"If they grow faster than they are applied, stop only the download: {StopReceiver()}; what the source has "
                    + $"not purged by then is fetched again later");
                break;
            case SpaceUser.GaleraCache:
                result.Advise($"See which node is slow or desynced: {SqlStatement.Of($"SHOW GLOBAL STATUS LIKE 'wsrep%'")}; Galera "
                    + $"removes its gcache.page files by itself once no node needs them");
                break;
            case SpaceUser.InnoDb:
                result.Advise($"End the transaction that is oldest: "
                    + $"{SqlStatement.Of($"SELECT trx_id, trx_started, trx_mysql_thread_id FROM information_schema.INNODB_TRX "
                        + $"ORDER BY trx_started LIMIT 5")}; while it is open the undo log grows");
                break;
            case SpaceUser.Temporary:
                result.Advise($"Find the statement that fills the temporary files: {SqlStatement.Of($"SHOW FULL PROCESSLIST")} (creating "
                    + $"sort index, copying to tmp table, altering table), and end it while there is still room");
                break;
            case SpaceUser.OpenTransactions:
                result.Advise($"Find the transaction that changes so many rows: "
                    + $"{SqlStatement.Of($"SELECT trx_id, trx_started, trx_mysql_thread_id, trx_rows_modified FROM "
                        + $"information_schema.INNODB_TRX ORDER BY trx_rows_modified DESC LIMIT 5")}; its commit writes all of that to the "
                    + $"binlog at once, so end it while there is still room, and change the rows in portions");
                break;
            case SpaceUser.Deleted:
                result.Advise($"End the process that keeps deleted files open: {ShellCommand.Of($"lsof -nP +L1 -- {Point}")} names it; "
                    + $"for the server itself it is a statement's temporary file, which goes with its session");
                break;
            default:
                break;
        }
    }

    // Looking is always safe; what may go is said only where no data can be meant.
    private void WhatElse()
    {
        var look = NextStep.Of(
            $"{ShellCommand.Of($"du -xh --max-depth=2 -- {Point}")}; {ShellCommand.Of($"lsof -nP +L1 -- {Point}")} shows deleted files "
                + $"that are still open");
        if (_seen.Data == DataPlace.Apart)
            result.Advise($"See what else is there: {look}; dumps, core files and logs that belong to no server may be moved away, "
                + $"nothing of the server's own");
        else
            result.Advise($"See what else is there: {look}; the server's data "
                + $"{(_seen.Data == DataPlace.SameFileSystem ? NextStep.Of($"is") : NextStep.Of($"may be"))} there too: remove no file of "
                + $"it by hand, binlogs go by PURGE only");
    }

    private SqlStatement StopReceiver() => IsMariaDb ? SqlStatement.Of($"STOP SLAVE IO_THREAD")
        : SqlStatement.Of($"STOP REPLICA IO_THREAD");
}
