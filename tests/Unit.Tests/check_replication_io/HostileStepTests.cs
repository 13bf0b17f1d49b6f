
namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>Names as an attacker would choose them, in every place of a replica's status: no printed command runs anything of
/// them.</summary>
public class HostileStepTests
{
    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_step_of_every_kind_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        // A shell is started for every command: each value meets one family, and each command only once.
        var name = HostileValues.All.ToList().IndexOf(value) % 2 == 0 ? "mysql-c1-gtid-purged" : "mariadb-c1-gtid-purged";
        var status = Captured.Channel(name) with
        {
            Channel = value,
            SourceHost = value,
            SourceUser = value,
            ReadFile = value,
            ExecutedFile = value,
            RelayFile = value,
            ExecutedGtids = value,
            UsesGtid = name.StartsWith("mariadb", StringComparison.Ordinal),
            ReadPosition = 999,
            Sql = ReplicaThreadState.Stopped,
            IoError = "the missing transactions are '" + value + "'",
        };
        var site = new IncidentSite(status, new BinlogPlace(value, 4));
        var commands = new HashSet<string>();
        var steps = IncidentCatalogue.All.SelectMany(kind =>
            kind.Steps(site)).Concat(SqlTroubleCatalogue.All.SelectMany(kind => kind.Steps(site)))
            .Where(step => step.Commands.Any(command => commands.Add(command.Text))).ToList();
        Assert.True(HostileSteps.Verify(steps, trial) > 0);
    }
}
