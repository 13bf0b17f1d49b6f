using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>What to do about a busy table or a large transaction.</summary>
internal static class BinlogTablesAdvice
{
    public static void ForTable(NagiosCheckResult result, TableCount table, TableCount? columns, LargestTransaction largest)
    {
        result.Advise($"See who writes to {table.Name} now: {SqlStatement.Of($"SHOW FULL PROCESSLIST")}");
        if (largest is { Bytes: > 0, File: not null })
            result.Advise($"See the SQL of the largest transaction, where the server logs it: {Look(largest)}");
        if (columns is null)
            return;
        var saves = columns.Columns.Sum(column => column.NoBlobSaves);
        var all = columns.Columns.Sum(column => column.Bytes);
        if (saves * 2 < all || all == 0)
            return;
        if (columns.HasPrimaryKey == false)
            result.Advise($"Give {table.Name} a primary key: without one binlog_row_image=NOBLOB leaves nothing out of its before images, "
                + $"and replicas search every row");
        else
            result.Advise($"Consider binlog_row_image=NOBLOB: on these rows it would have saved at most {100 * saves / all} percent "
                + $"(servers log assigned columns, so an application that assigns every column saves less); not where anything reads old "
                + $"values of the blobs from the binlog, such as change data capture or flashback");
    }

    public static void ForTransaction(NagiosCheckResult result, LargestTransaction largest)
    {
        if (largest.File is not null)
            result.Advise($"See what it does: {Look(largest)}");
        result.Advise($"Split such work into transactions of some thousand rows");
    }

    private static ShellCommand Look(LargestTransaction largest) => BinlogTool.PrintRows(
        System.IO.Path.GetFullPath(largest.File!), largest.Gtid ?? "", largest.Offset, largest.Offset + largest.Bytes);
}
