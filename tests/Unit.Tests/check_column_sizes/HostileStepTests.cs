using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes.Tests;

/// <summary>Names as an attacker would choose them for tables, columns and directories.</summary>
public sealed class HostileStepTests
{
    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_step_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        var result = new NagiosCheckResult("COLUMN_SIZES", []);
        foreach (var inCharacters in new[] { true, false })
        {
            var expected = new Expectation(value, value, value, 2048, inCharacters);
            var violation = new Violation(value, expected.Text, 3000, $"/{value}/b.000001", 4, inCharacters ? "0-1-2" : "", 0);
            ColumnSizesAdvice.ForViolation(result, violation, expected, new ColumnSize(value, value, 1) { ColumnName = value });
            ColumnSizesAdvice.ForViolation(result, violation, expected, column: null);
        }

        // The transaction, by the tool of either family, and the two constraints.
        Assert.InRange(HostileSteps.Verify(result.Steps, trial), 2, int.MaxValue);
    }
}
