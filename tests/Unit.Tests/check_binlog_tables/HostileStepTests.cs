using Nagios.Plugin;

namespace NagiosChecks.BinlogTables.Tests;

/// <summary>Names as an attacker would choose them for tables and directories.</summary>
public sealed class HostileStepTests
{
    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_step_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        var result = new NagiosCheckResult("BINLOG_TABLES", []);
        var largest = new LargestTransaction(100, "/" + value, 4, "0-1-2", 0);
        foreach (var key in new bool?[] { false, true })
        {
            var table = new TableCount(value, value, 1) { HasPrimaryKey = key };
            table.Columns.Add(new ColumnCount { IsBlob = true, Before = 1000, Pairs = 1 });
            BinlogTablesAdvice.ForTable(result, table, table, largest);
        }

        BinlogTablesAdvice.ForTransaction(result, largest with { Gtid = "3e11fa47-71ca-11e1-9e33-c80aa9429562:5" });
        Assert.Contains(result.Steps, step => step.Text.Contains("primary key", StringComparison.Ordinal));
        // The processlist, and the transaction by the tool of either family.
        Assert.InRange(HostileSteps.Verify(result.Steps, trial), 3, int.MaxValue);
    }
}
