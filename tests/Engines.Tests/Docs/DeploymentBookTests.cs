using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>docs/deployment.md leads from the executables to green services: a script runs its blocks as they are printed.</summary>
public sealed class DeploymentBookTests
{
    private static readonly string[] OfEveryHost = ["conntrack", "kernel modules"];
    private static readonly string[] OfADatabaseHost = ["binlog integrity", "binlog partition", "killed queries"];

    [Fact]
    public void Whoever_follows_the_page_has_green_services_in_Nagios_through_NRPE_and_in_Icinga()
    {
        Requirements.Root();
        Requirements.Program("nagios4-core", "/usr/sbin/nagios4");
        Requirements.Program("icinga2-bin", "/usr/sbin/icinga2");
        Requirements.Program("nagios-nrpe-server", "/usr/sbin/nrpe");
        Requirements.Program("mariadb-server", "/usr/sbin/mariadbd");
        Requirements.Program("acl", "/usr/bin/setfacl");
        Assert.All(Repository.Executables, name => Repository.Executable(name));

        using var blocks = new TemporaryFolder();
        var number = 0;
        foreach (Match block in Regex.Matches(
            Document.Read("docs/deployment.md").Text, "^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline))
            File.WriteAllText(Path.Combine(blocks.Path, $"block-{++number:00}"), block.Groups[1].Value);
        Assert.InRange(number, 6, 99);

        var script = Path.Combine(Repository.Root, "tests", "Engines.Tests", "Docs", "walk-the-book");
        var walk = ProcessRun.Of(script, [blocks.Path, Repository.Root], patience: TimeSpan.FromMinutes(6));
        Assert.True(walk.ExitCode == 0, walk.Output + walk.Error);

        var states = walk.Output.Split('\n').Select(line => line.Split('\t')).Where(fields => fields.Length == 4)
            .ToDictionary(fields => (Engine: fields[0], Service: fields[1]), fields => (State: fields[2], Output: fields[3]));
        foreach (var (engine, services) in new[]
        {
            ("Nagios", OfEveryHost.Concat(OfADatabaseHost).Append("stale acknowledgements")),
            ("Nagios through NRPE", OfEveryHost.Concat(OfADatabaseHost)),
            ("Icinga", OfEveryHost.Concat(OfADatabaseHost)),
        })
        {
            foreach (var service in services)
            {
                Assert.True(states.TryGetValue((engine, service), out var shown), $"{engine} has no service '{service}':\n{walk.Output}");
                Assert.True(shown.State == "0", $"{engine}: {service} is not green: {shown.Output}");
            }
        }
    }

    [Theory]
    [InlineData("docs/nagios/services-local.cfg")]
    [InlineData("docs/nagios/services-nrpe.cfg")]
    [InlineData("docs/icinga/services-local.conf")]
    [InlineData("docs/icinga/services-nrpe.conf")]
    public void Every_check_has_a_service_that_is_ready(string path)
    {
        var services = Document.Read(path).Text;
        foreach (var name in Repository.Executables.Where(name => name.StartsWith("check_", StringComparison.Ordinal)))
            Assert.Matches($@"\b{name}\b", services);
    }
}
