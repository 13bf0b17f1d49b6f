using System.Reflection;
using CommandLine;

namespace Nagios.Plugin.Tests;

public sealed class HelpTextTests
{
    private static readonly string[] Lines = HelpText.Render<SampleOptions>(SampleCheck.Text, "1.2.3").Split('\n');

    [Fact]
    public void Fits_a_terminal_of_80_columns() => Assert.All(Lines, line => Assert.InRange(line.Length, 0, 80));

    [Fact]
    public void Begins_with_the_question_and_ends_with_examples()
    {
        Assert.Equal(["check_sample 1.2.3 - is the sample as it should be?", "", "Usage: check_sample [options]", "", "Measures a sample.",
            "", "Never touches the host.", "", "Options:"], Lines.Take(9));
        Assert.Equal(["", "Examples:", "  check_sample -w 70 -c 85", "      lower limits", ""], Lines.TakeLast(5));
        Assert.Contains("States:", Lines);
        Assert.Contains("  UNKNOWN the sample could not be read.", Lines);
    }

    [Fact]
    public void Every_option_stands_there_with_its_default_or_is_a_switch()
    {
        var properties = typeof(SampleOptions).GetProperties().Where(property => property.GetCustomAttribute<OptionAttribute>() is not null)
            .ToList();
        Assert.Equal(18, properties.Count);
        foreach (var property in properties)
        {
            var option = property.GetCustomAttribute<OptionAttribute>()!;
            var letter = option.ShortName.Length > 0 ? $"-{option.ShortName}, " : "";
            var declaration = $"{letter}--{option.LongName}{(option.MetaValue.Length > 0 ? "=" + option.MetaValue : "")}";
            var start = Array.FindIndex(Lines, line => line.TrimStart().StartsWith(declaration, StringComparison.Ordinal));
            Assert.True(start > 0, option.LongName);
            var below = Lines.Skip(start + 1)
                .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal) && !line.TrimStart().StartsWith('-'));
            var text = string.Join(' ', below.Select(line => line.Trim()));
            Assert.StartsWith(option.HelpText, text, StringComparison.Ordinal);
            if (property.PropertyType == typeof(string))
                Assert.Contains("(default: ", text, StringComparison.Ordinal);
            else
                Assert.Equal(option.HelpText, text);
        }
    }

    [Theory]
    [InlineData("RANGE is ", true)]
    [InlineData("STATE is ", true)]
    [InlineData("DURATION is ", true)]
    [InlineData("LIST is ", true)]
    [InlineData("SIZE is ", false)]
    public void Explains_the_words_in_capitals_that_occur(string explanation, bool occurs) =>
        Assert.Equal(occurs, string.Join(' ', Lines).Contains(explanation, StringComparison.Ordinal));

    [Fact]
    public void A_check_without_options_of_its_own_has_no_empty_section()
    {
        var lines = HelpText.Render<CommonOptions>(SampleCheck.Text, "1.2.3").Split('\n');
        Assert.DoesNotContain("Options:", lines);
        Assert.Contains("Options of every check:", lines);
        Assert.DoesNotContain("RANGE is", string.Join(' ', lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check_sample -H db1", "  check_sample -H db1\n")]
    [InlineData("check_sample -H db1 -u nagios --ssl-mode VERIFY_IDENTITY --ssl-ca /etc/ssl/db-ca.pem",
        "  check_sample -H db1 -u nagios --ssl-mode VERIFY_IDENTITY \\\n    --ssl-ca /etc/ssl/db-ca.pem\n")]
    public void A_long_example_is_continued_as_a_shell_does_between_options(string command, string text)
    {
        var help = HelpText.Render<CommonOptions>(SampleCheck.Text with { Examples = [(command, "meaning")] }, "1.2.3");
        Assert.EndsWith($"\nExamples:\n{text}      meaning\n", help, StringComparison.Ordinal);
    }
}
