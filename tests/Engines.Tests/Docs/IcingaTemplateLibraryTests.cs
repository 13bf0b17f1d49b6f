using System.Globalization;
using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>docs/icinga/itl/nagios-checks.conf in a real Icinga 2, beside all that Icinga's own plugins-contrib.d holds.</summary>
public sealed class IcingaTemplateLibraryTests
{
    private const string Library = "const PluginContribDir = \"/usr/lib/nagios/plugins\"\ninclude <plugins-contrib>\n";

    private static readonly string File = Path.Combine(Repository.Root, "docs/icinga/itl/nagios-checks.conf");

    [Fact]
    public void Icinga_has_one_command_more_for_every_executable()
    {
        var without = IcingaEngine.Verify(Library);
        var with = IcingaEngine.Verify($"{Library}include \"{File}\"\n");

        Assert.True(with.ExitCode == 0, with.Output + with.Error);
        Assert.DoesNotContain("warning/", with.Output, StringComparison.Ordinal);
        Assert.Equal(Commands(without) + Repository.Executables.Count, Commands(with));
    }

    // Why the package looks for copies of the definitions when it is installed, and says which file to delete.
    [Fact]
    public void A_copy_of_a_definition_in_conf_d_would_stop_the_engine()
    {
        var copy = Path.Combine(Repository.Root, "docs/icinga/check_conntrack.conf");

        var run = IcingaEngine.Verify($"{Library}include \"{File}\"\ninclude \"{copy}\"\n");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Object 'check_conntrack' of type 'CheckCommand' re-defined", run.Output, StringComparison.Ordinal);
    }

    private static int Commands(ProcessRun run) =>
        int.Parse(Regex.Match(run.Output, @"Instantiated (\d+) CheckCommands").Groups[1].Value, CultureInfo.InvariantCulture);
}
