using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>What check_binlog_tables graphs. Tables have no series of their own: which of them are busy changes from run to run.</summary>
internal static class BinlogTablesSeries
{
    public static readonly Series Rate = new("top_rate", "B", "bytes a second of the table with the most bytes");

    public static readonly Series Share = new("share", "%", "share of that table in all bytes") { Maximum = 100 };

    public static readonly Series Rewrites =
        new("rewrites", "%", "share of that table's bytes that are updates of rows written before in the same transaction; with --columns")
    {
        Maximum = 100,
    };

    public static readonly Series Transaction = new("transaction", "B", "the largest transaction");

    public static readonly Series Written = new("written_rate", "B", "bytes a second of all that was written");

    public static readonly Series Bytes = new("bytes", "B", "bytes that were counted");

    public static readonly Series Statements = new("statements", "B", "bytes of them in statement format");

    public static readonly Series Overhead = new("overhead", "B", "bytes of them that belong to no table and no statement");

    public static readonly Series Transactions = new("transactions", "", "transactions that were counted");

    public static readonly Series Tables = new("tables", "", "tables that were written");

    public static IReadOnlyList<DeclaredSeries> All { get; } =
        [Rate, Share, Rewrites, Transaction, Written, Bytes, Statements, Overhead, Transactions, Tables];
}
