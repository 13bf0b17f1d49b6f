using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Names as an attacker would choose them, in every place that a next step takes a name from: hosts, services, files,
/// sockets, certificates, users. The commands are run in sh; none runs anything of them, and each names the right thing.</summary>
public sealed class HostileStepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_command_that_clears_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        trial.WithDirectory("/spool").WithProgram(Environment.ProcessPath!);
        var printed = 0;
        foreach (var source in Sources(value))
        {
            foreach (var service in new[] { value, null })
            {
                var problem = Watch.Disk with { Host = value, Service = service, HasExactName = true };
                printed += HostileSteps.Verify(Steps(source, problem), trial);
            }
        }

        Assert.InRange(printed, 1, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_remedy_for_a_missing_right_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        var path = "/" + value;
        var steps = new[]
        {
            new PathObstacle(path, true, value, true).Remedy(),
            new PathObstacle(path, true, value, false).Remedy(),
            new PathObstacle(path, false, value, true).Remedy(),
        };
        _ = HostileSteps.Verify(steps, trial);
    }

    // What can be the name of a file.
    public static TheoryData<string> FileNames =>
        [.. HostileValues.All.Where(value => value.Length > 0 && !value.Contains('/', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(FileNames))]
    public void The_mending_of_a_password_file_that_others_may_read_names_that_file(string value)
    {
        using var trial = new ShellTrial();
        var file = _folder.Write(value, "secret\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var options = new StaleAcksOptions { Api = "https://icinga.example.com", User = "u", PasswordFile = file };

        var refused = Assert.Throws<CheckException>(() => new IcingaEndpoint(options));

        Assert.Contains("can be read by everybody", refused.Message, StringComparison.Ordinal);
        Assert.Single(refused.Steps);
        _ = HostileSteps.Verify(refused.Steps, trial);
    }

    // Every engine, with the name wherever its configuration or an option could carry it.
    private static IEnumerable<AcknowledgementSource> Sources(string value)
    {
        yield return new StatusFileSource("/spool/status.dat", null, null, "/spool/rw-" + value.Replace('/', '-'), groups: false);
        yield return new LivestatusSource("/" + value, null, groups: false);
        yield return new LivestatusSource("h:6557", new TlsSettings(value, value, value, value, false), groups: false);
        var options = new StaleAcksOptions
        {
            Api = "https://icinga.example.com:5665", SslCert = value, SslKey = value, SslCa = value, SslName = value, User = value,
        };
        yield return new IcingaApiSource(new IcingaEndpoint(options), groups: false);
    }

    private static IReadOnlyList<NextStep> Steps(AcknowledgementSource source, AcknowledgedProblem problem)
    {
        var report = new EngineReport { Engine = "test", Problems = [problem], HasExpiry = false };
        var history = StaleAcksHistory.Of([]);
        NagiosCheckResult? result = null;
        foreach (var (hours, changed) in new[] { (1, problem), (30, problem with { Output = "DISK CRITICAL - /binlog 100 %",
            PerfData = "/binlog=100%;80;90" }) })
        {
            var now = new ClockReading(Watch.Start + hours * 3600d, hours * 3600d, "boot");
            var verdict = StaleAcksEvaluation.Judge(
                new StaleAcksMeasurement(source, report with { Problems = [changed] }, []), Watch.Limits(), history, now);
            (result, history) = (verdict.Result, verdict.Next!);
        }

        Assert.NotEqual(NagiosState.Ok, result!.State);
        return result.Steps;
    }
}
