using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>docs/nrpe works as it stands in a real NRPE server.</summary>
public sealed class NrpeDefinitionTests
{
    // Where Debian's packages look for plugins, and what the definitions say.
    private const string PluginsDirectory = "/usr/lib/nagios/plugins/";

    public static TheoryData<string> Executables => new(Repository.Executables);

    [Theory]
    [MemberData(nameof(Executables))]
    public void Every_check_has_a_command_definition_of_its_name(string name) => Assert.Contains(name, Commands(name).Keys);

    [Fact]
    public void The_server_starts_with_all_definitions_together_and_runs_every_command()
    {
        using var plugins = new PluginFolder();
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "nrpe"), "*.cfg").Order(StringComparer.Ordinal).ToList();
        var definitions = string.Concat(files.Select(file => File.ReadAllText(file) + "\n"));
        using var nrpe = NrpeServer.Start(definitions.Replace(PluginsDirectory, plugins.Path + "/", StringComparison.Ordinal));
        foreach (var (command, line) in files.SelectMany(file => Commands(Path.GetFileNameWithoutExtension(file))))
        {
            var executable = Path.GetFileName(Regex.Match(line, $"{PluginsDirectory}([a-z_]+)").Value);
            CheckForm.Assert(executable, CheckArrival.Of(nrpe.Call(command)));
        }
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void No_active_line_names_a_file_or_an_address_that_a_stock_system_lacks(string name) =>
        Assert.All(Commands(name).Values, line => Assert.DoesNotMatch("/etc/|/var/|https?:", line[PluginsDirectory.Length..]));

    private static Dictionary<string, string> Commands(string name)
    {
        var file = Path.Combine(Repository.Root, "docs", "nrpe", name + ".cfg");
        Assert.True(File.Exists(file), $"docs/nrpe/{name}.cfg is missing");
        return Regex.Matches(File.ReadAllText(file), @"^command\[([^\]]+)\]=(.+)$", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }
}
