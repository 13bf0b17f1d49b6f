using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity.Tests;

/// <summary>Names as an attacker would choose them for binlogs and their directories.</summary>
public sealed class HostileStepTests
{
    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_step_of_every_kind_of_damage_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        var result = new NagiosCheckResult("BINLOG_INTEGRITY", []);
        foreach (var kind in Enum.GetValues<DamageKind>())
        {
            foreach (var isMariaDb in new[] { true, false })
            {
                var file = new FileReport($"/{value}/{value}.000001") { IsMariaDb = isMariaDb, IsRelayLog = kind == DamageKind.BadField };
                BinlogIntegrityAdvice.ForDamage(result, file, new FileDamage(kind, 4, value));
                BinlogIntegrityAdvice.ForCrash(result, file);
            }
        }

        // The position of the replicas, the tool of either family, the disk's room and its errors.
        Assert.InRange(HostileSteps.Verify(result.Steps, trial), 5, int.MaxValue);
    }
}
