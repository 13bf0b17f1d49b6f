using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>What to do about a broken expectation.</summary>
internal static class ColumnSizesAdvice
{
    public static void ForViolation(NagiosCheckResult result, Violation violation, Expectation expected, ColumnSize? column)
    {
        var file = System.IO.Path.GetFullPath(violation.File);
        result.Advise(
            $"See the transaction that wrote it, the first that this prints: "
                + $"{BinlogTool.PrintRows(file, violation.Gtid, violation.Offset)}");
        if (column?.ColumnName is not { } name)
        {
            result.Advise($"If it is right, raise the expectation {violation.Expected}; if not, let the schema refuse such values: a "
                + $"CHECK on the length of the column");
            return;
        }

        var table = new SqlIdentifier(column.Table);
        var schema = new SqlIdentifier(column.Schema);
        var constraint = new SqlIdentifier($"{name}_size");
        var quoted = new SqlIdentifier(name);
        var statement = expected.InCharacters
            ? SqlStatement.Of($"ALTER TABLE {schema}.{table} ADD CONSTRAINT {constraint} CHECK (CHAR_LENGTH({quoted}) <= {expected.Limit})")
            : SqlStatement.Of($"ALTER TABLE {schema}.{table} ADD CONSTRAINT {constraint} CHECK (LENGTH({quoted}) <= {expected.Limit})");
        result.Advise($"If it is right, raise the expectation {violation.Expected}; if not, let the schema refuse such values once those "
            + $"that exist are shorter (MariaDB 10.2, MySQL 8.0.16 and later; it reads the whole table and fails while a longer value "
            + $"exists): {statement}");
    }
}
