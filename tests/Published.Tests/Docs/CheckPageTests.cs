using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>The page of every check says what its executable does.</summary>
public sealed class CheckPageTests
{
    private static readonly string[] RequiredSections =
        ["What it catches", "Help", "States", "Perfdata", "Rights", "Examples", "Troubleshooting"];

    public static TheoryData<string> Executables => new(Repository.Executables);

    [Theory]
    [MemberData(nameof(Executables))]
    public void Every_check_has_a_page_with_all_sections_in_order(string name)
    {
        var page = Document.OfCheck(name);
        Assert.StartsWith($"# {name}\n\n", page.Text, StringComparison.Ordinal);
        Assert.Equal(RequiredSections, page.Sections.Where(RequiredSections.Contains));
        foreach (var section in RequiredSections)
            Assert.True(page.Section(section).Trim().Length > 0, $"{page.Path}: '{section}' is empty");
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_Help_block_is_what_the_executable_prints(string name)
    {
        var block = Regex.Match(
            Document.OfCheck(name).Section("Help"), "^```text\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(block.Success, "the section Help holds no ```text block");
        Assert.Equal(ProcessRun.OfPlugin(name, "--help").Output, block.Groups[1].Value);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Every_state_is_explained(string name)
    {
        var section = Document.OfCheck(name).Section("States");
        foreach (var state in new[] { "OK", "WARNING", "CRITICAL", "UNKNOWN" })
            Assert.Contains(state, section, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Examples_use_only_options_that_there_are(string name)
    {
        var options = HelpOption.Of(name);
        var known = options.SelectMany(option => new[] { option.Short, option.Long }).ToHashSet();
        var page = Document.OfCheck(name);
        foreach (var line in page.Code.SelectMany(code => code.Split('\n'))
            .Select(line => line.Replace("\\", "", StringComparison.Ordinal)))
        {
            // A command line of this check; prose and output of others may name any option.
            var call = Regex.Match(line, $"(?:^|[ /]){name}((?: +[^ |;&>]+)*)");
            foreach (var word in call.Groups[1].Value.Split(' ').Where(word => Regex.IsMatch(word, "^--[a-z]")))
                Assert.True(known.Contains(word.Split('=')[0]), $"{page.Path} uses {word}, which {name} does not know: {line.Trim()}");
        }
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Every_label_that_a_run_emits_is_in_the_Perfdata_table(string name)
    {
        var documented = PerfDataTable.Of(name);
        foreach (var (label, unit) in PerfDataLabels.Emitted(name))
        {
            var row = documented.Find(label);
            Assert.True(row is not null, $"{documented} has no row for the label '{label}'");
            Assert.True(row.Unit == unit, $"{documented} gives {row.Label} the unit '{row.Unit}'; the executable emits '{unit}'");
        }
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_Perfdata_table_and_the_sources_name_the_same_labels(string name)
    {
        var documented = PerfDataTable.Of(name);
        var sources = PerfDataLabels.InSources(name);
        foreach (var beginning in sources.Constructed)
            Assert.True(documented.Rows.Any(row => row.Label.StartsWith(beginning, StringComparison.Ordinal)),
                $"{documented} has no row for '{beginning}', which the sources emit");
        foreach (var row in documented.Rows)
            Assert.True(sources.Mention(row.Beginning), $"{documented} has the label {row.Label}, which the sources of {name} do not");
    }
}
