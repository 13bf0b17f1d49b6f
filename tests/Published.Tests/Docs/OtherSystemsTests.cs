using System.Text.Json;
using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>docs/other-systems.md: its commands run, and what its JSONPaths name is in their output.</summary>
public sealed class OtherSystemsTests
{
    private const string PluginsDirectory = "/usr/lib/nagios/plugins/";
    private static readonly string Page = Document.Read("docs/other-systems.md").Text;

    [Fact]
    public void Each_command_for_Zabbix_prints_an_object_with_every_value_that_the_page_takes_out()
    {
        var commands = Regex.Matches(Page, "(?m)^UserParameter=[a-z._]+,(.+)$").Select(match => match.Groups[1].Value).ToList();
        var paths = Regex.Matches(Page, @"(?m)^\| `\$\.(\w+)` \|").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(commands);
        Assert.NotEmpty(paths);
        foreach (var command in commands)
        {
            var json = JsonDocument.Parse(Run(command).Output).RootElement;
            Assert.All(paths, path => Assert.True(json.TryGetProperty(path, out _), $"{command} prints no {path}"));
        }
    }

    [Fact]
    public void The_perfdata_item_of_the_example_is_there()
    {
        var label = Regex.Match(Page, @"\$\.perfdata\[\?\(@\.label==""(\w+)""\)\]").Groups[1].Value;
        var json = JsonDocument.Parse(Run(PluginsDirectory + "check_conntrack --json").Output).RootElement;
        Assert.Contains(json.GetProperty("perfdata").EnumerateArray(), item => item.GetProperty("label").GetString() == label);
    }

    [Fact]
    public void Each_command_for_Checkmk_prints_one_line_that_MRPE_understands()
    {
        var lines = Regex.Matches(Page, $"(?m)^[a-z_]+ ({PluginsDirectory}.+)$").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(lines);
        foreach (var run in lines.Select(Run))
        {
            Assert.InRange(run.ExitCode, 0, 3);
            Assert.Matches("^[A-Z_]+ (OK|WARNING|CRITICAL|UNKNOWN) - ", run.FirstLine);
        }
    }

    private static ProcessRun Run(string command)
    {
        var words = command[PluginsDirectory.Length..].Split(' ');
        return ProcessRun.OfPlugin(words[0], words[1..]);
    }
}
