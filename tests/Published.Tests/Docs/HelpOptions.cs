using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>One option as <c>--help</c> lists it.</summary>
/// <param name="Short">The short form, such as -w; null when it has none.</param>
/// <param name="Long">The long form, such as --warning.</param>
/// <param name="TakesValue">False for a switch.</param>
internal sealed record HelpOption(string? Short, string Long, bool TakesValue)
{
    /// <summary>The options of a published executable.</summary>
    public static IReadOnlyList<HelpOption> Of(string executable)
    {
        // What follows the options may name some at the beginning of a line.
        var help = ProcessRun.OfPlugin(executable, "--help").Output.Split("\nStates:")[0];
        var options = Regex.Matches(help, "^  (?:(-\\w), |    )(--[a-z0-9-]+)(=\\S+)?$", RegexOptions.Multiline)
            .Select(match =>
                new HelpOption(match.Groups[1].Success ? match.Groups[1].Value : null, match.Groups[2].Value, match.Groups[3].Success))
            // A line of text may consist of the name of an option alone.
            .GroupBy(option => option.Long)
            .Select(same => same.FirstOrDefault(option => option.TakesValue || option.Short is not null) ?? same.First())
            .ToList();
        Assert.Contains(options, option => option.Long == "--help");
        return options;
    }
}
