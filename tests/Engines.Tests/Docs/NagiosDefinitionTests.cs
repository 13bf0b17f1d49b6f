namespace Docs.Tests;

/// <summary>docs/nagios works as it stands in a real Nagios Core.</summary>
public sealed class NagiosDefinitionTests
{
    public static TheoryData<string> Executables => new(Repository.Executables);

    [Theory]
    [MemberData(nameof(Executables))]
    public void Every_check_has_a_command_definition_of_its_name(string name)
    {
        var file = Path.Combine(Repository.Root, "docs", "nagios", name + ".cfg");
        Assert.True(File.Exists(file), $"docs/nagios/{name}.cfg is missing");
        Assert.Matches($@"(?m)^\s*command_name\s+{name}$", File.ReadAllText(file));
    }

    [Fact]
    public void Nagios_accepts_all_definitions_together_and_runs_every_command_with_and_without_arguments()
    {
        using var plugins = new PluginFolder();
        var defined = Repository.Executables.Where(name => File.Exists(Path.Combine(Repository.Root, "docs", "nagios", name + ".cfg")))
            .ToList();
        var definitions =
            string.Concat(defined.Select(name => File.ReadAllText(Path.Combine(Repository.Root, "docs", "nagios", name + ".cfg")) + "\n"));
        var services = "define host {\n    use engine-host\n    host_name host\n    check_command none\n}\n"
            + string.Concat(defined.Select(name => Service(name, name) + Service($"{name}-version", $"{name}!--version")));

        var verified = NagiosEngine.Verify(definitions + services, plugins.Path);
        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.Contains("Total Warnings: 0", verified.Output, StringComparison.Ordinal);

        using var nagios = NagiosEngine.Start(definitions + services, user1: plugins.Path);
        foreach (var name in defined)
        {
            CheckForm.Assert(name, nagios.FirstResult("host", name));
            Assert.Equal(new CheckArrival(3, ProcessRun.OfPlugin(name, "--version").FirstLine, "", ""),
                nagios.FirstResult("host", $"{name}-version"));
        }
    }

    private static string Service(string name, string command) => $$"""
        define service {
            use                     engine-service
            host_name               host
            service_description     {{name}}
            check_command           {{command}}
        }

        """;
}
