namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>Names and values as an attacker would choose them for servers, variables and plugins.</summary>
public sealed class HostileStepTests
{
    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_step_keeps_hostile_values_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        var plugins = new[] { "PLUGIN_NAME", "PLUGIN_STATUS", "PLUGIN_TYPE" };
        foreach (var version in new[] { "9.7.4", "10.11.19-MariaDB" })
        {
            var result = new Tree().Source($"version={version}", $"init_connect={value}", "max_connections=500", "binlog_format=MIXED",
                $"replicate_do_db={value}", $"sql_mode={value}")
                    .Answering(DriftQuestions.Plugins, plugins, [value, "ACTIVE", "AUTHENTICATION"])
                .Answering(DriftQuestions.NamedZones, ["named_zones"], ["1"])
                .Replica(value, $"version={version}", "init_connect=", "max_connections=20", "binlog_format=MIXED", "sql_mode=")
                .Answering(DriftQuestions.Plugins, plugins).Answering(DriftQuestions.NamedZones, ["named_zones"], ["0"])
                .Judge(options => options.Expect = "max_connections=600");

            Assert.InRange(HostileSteps.Verify(result.Steps, trial), 4, int.MaxValue);
        }
    }
}
