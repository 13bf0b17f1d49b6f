using System.Text;
using System.Text.RegularExpressions;
using Nagios.Plugin;

namespace DocsWriter;

/// <summary>
/// The parts of the documentation that come from the code: of each check's page the block under "Help" and the tables under
/// "States" and "Perfdata", and the arguments of its Icinga 2 command, and its Nagios command; and the tables of checks in README.md and
/// docs/index.md. All
/// else in these files is written by hand. Manual pages, completions, the file for Icinga's template library and the Director's basket are
/// generated whole.
/// </summary>
internal static class GeneratedDocs
{
    /// <summary>Every file that holds generated parts, with the text that it must have.</summary>
    public static IEnumerable<(string Path, string Text)> Files()
    {
        yield return ("README.md", WithTableOfChecks("README.md", "docs/checks/"));
        yield return ("docs/index.md", WithTableOfChecks("docs/index.md", "checks/"));
        yield return ("docs/icinga/itl/nagios-checks.conf", IcingaTemplateLibrary.Definitions(CheckModel.All));
        yield return ("docs/icinga/itl/nagios-checks.md", IcingaTemplateLibrary.Manual(CheckModel.All));
        yield return ("docs/icinga/director/basket.json", DirectorBasket.Of(CheckModel.All));
        foreach (var check in CheckModel.All)
        {
            yield return ($"docs/checks/{check.Name}.md", Page(check));
            yield return ($"docs/icinga/{check.Name}.conf", Icinga(check));
            yield return ($"docs/nagios/{check.Name}.cfg", Nagios(check));
            yield return ($"docs/man/{check.Command}.1", ManPage.Of(check));
            yield return ($"docs/completion/bash/{check.Command}", BashCompletion.Of(check));
            yield return ($"docs/completion/zsh/_{check.Command}", ZshCompletion.Of(check));
        }
    }

    /// <summary>The table of states of a check: one row for each line of its help.</summary>
    public static string StatesTable(CheckDescription description)
    {
        var table = new StringBuilder("| State | When |\n| --- | --- |\n");
        foreach (var line in description.States)
            table.Append($"| {StatesOf(description, line)} | {Cell(WhenOf(description, line))} |\n");

        return table.ToString();
    }

    /// <summary>The states that a line of <see cref="CheckDescription.States"/> begins with, such as "WARNING or CRITICAL".</summary>
    public static string StatesOf(CheckDescription description, string line) => Words(description, line).Groups[1].Value;

    /// <summary>When such a line says they are returned.</summary>
    public static string WhenOf(CheckDescription description, string line) => line[Words(description, line).Length..].TrimEnd('.');

    private static Match Words(CheckDescription description, string line)
    {
        var words = Regex.Match(line, "^((?:OK|WARNING|CRITICAL|UNKNOWN)(?:(?:, | or | and )(?:OK|WARNING|CRITICAL|UNKNOWN))*):? +");
        return words.Success ? words
            : throw new InvalidOperationException($"{description.Executable}: a line of States does not begin with a state: {line}");
    }

    /// <summary>The table of a check's declared perfdata.</summary>
    public static string PerfDataTable(IReadOnlyList<DeclaredSeries> series)
    {
        var table = new StringBuilder("| Label | Unit | Meaning |\n| --- | --- | --- |\n");
        foreach (var one in series)
            table.Append($"| {one.DocumentedLabel} |{(one.Unit.Length > 0 ? $" {one.Unit}" : "")} | {Cell(one.Meaning)} |\n");
        return table.ToString();
    }

    private static string Page(CheckModel check)
    {
        var text = Read($"docs/checks/{check.Name}.md");
        text = Replace(text, "Help", "^```text\n.*?^```\n", $"```text\n{check.Help}```\n");
        text = Replace(text, "States", Table, StatesTable(check.Description));
        return check.Series.Count > 0 ? Replace(text, "Perfdata", Table, PerfDataTable(check.Series)) : text;
    }

    private static string Icinga(CheckModel check)
    {
        var path = $"docs/icinga/{check.Name}.conf";
        return new Regex(@"^  arguments = \{\n.*?^  \}\n", RegexOptions.Multiline | RegexOptions.Singleline)
            .Replace(Read(path), IcingaCommand.Arguments(check).Replace("$", "$$", StringComparison.Ordinal), 1);
    }

    private static string Nagios(CheckModel check)
    {
        var command = $"define command {{\n    command_name    {check.Name}\n    command_line    $USER1$/{check.Name} $ARG1$\n}}\n";
        return new Regex(@"^define command \{\n.*?^\}\n", RegexOptions.Multiline | RegexOptions.Singleline)
            .Replace(Read($"docs/nagios/{check.Name}.cfg"), command.Replace("$", "$$", StringComparison.Ordinal), 1);
    }

    private const string Table = @"(?:^\|[^\n]*\n)+";

    private static string WithTableOfChecks(string path, string directory)
    {
        var rows = new StringBuilder("| check | question that it answers |\n| --- | --- |\n");
        foreach (var check in CheckModel.All)
            rows.Append($"| [{check.Name}]({directory}{check.Name}.md) | {Cell(check.Description.Question)} |\n");
        return Replace(Read(path), "Checks", Table, rows.ToString());
    }

    // Replaces the first match below the heading "## NAME".
    private static string Replace(string text, string heading, string pattern, string replacement)
    {
        var start = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        var match = new Regex(pattern, RegexOptions.Multiline | RegexOptions.Singleline).Match(text, Math.Max(start, 0));
        return start >= 0 && match.Success
            ? text[..match.Index] + replacement + text[(match.Index + match.Length)..]
            : throw new InvalidOperationException($"no place for the generated part below '## {heading}' in: {text.Split('\n')[0]}");
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
