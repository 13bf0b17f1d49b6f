namespace Nagios.Plugin.Tests;

/// <summary>Commands for sh: what is printed, run in a real shell.</summary>
public sealed class ShellCommandTests
{
    [Fact]
    public void Harmless_values_stand_as_they_are() =>
        Assert.Equal("mysqlbinlog --start-position=4 /var/lib/mysql/bin.000007",
            ShellCommand.Of($"mysqlbinlog --start-position={4} {"/var/lib/mysql/bin.000007"}").Text);

    [Theory]
    [InlineData("a b", "'a b'")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("a  b", "'a  b'")]
    [InlineData("a|b", "\"$(printf 'a\\174b')\"")]
    [InlineData("a\nb", "\"$(printf 'a\\012b')\"")]
    [InlineData("länge", "'länge'")]
    public void Other_values_are_quoted(string value, string quoted) =>
        Assert.Equal("ls -- " + quoted, ShellCommand.Of($"ls -- {value}").Text);

    [Fact]
    public void Every_hostile_value_arrives_in_its_place_and_nothing_else_runs()
    {
        using var trial = new ShellTrial();
        var printed = 0;
        foreach (var value in HostileValues.All)
        {
            var command = ShellCommand.Of($"first --name={value} -- {value} /dir/{value}/end && second --both={value}:{value}");
            Assert.Null(command.Problem);
            var outcome = trial.Run(command.Text);
            Assert.Equal("", outcome.Error);
            string[][] calls = [["first", $"--name={value}", "--", value, $"/dir/{value}/end"], ["second", $"--both={value}:{value}"]];
            Assert.Equal(calls, outcome.Calls);
            Assert.True(command.FitsText, command.Text);
            printed++;
        }

        Assert.Equal(HostileValues.All.Count, printed);
    }

    [Fact]
    public void Random_values_arrive_too()
    {
        using var trial = new ShellTrial();
        var text = new HostileText(19);
        for (var round = 0; round < 40; round++)
        {
            var values = Enumerable.Range(0, 10).Select(_ => text.Next())
                .Select(value => value.Replace("\0", "", StringComparison.Ordinal).TrimEnd('\n'))
                .Where(value => !value.EnumerateRunes().Any(rune => rune.Value == 0xFFFD)).ToList();
            var command = ShellCommand.Of($"program -- {values}");
            Assert.Null(command.Problem);
            var outcome = trial.Run(command.Text);
            Assert.Equal(["program", "--", .. values], outcome.Calls.Single());
        }
    }

    [Theory]
    [InlineData("-rf", "would be taken for an option")]
    [InlineData("line\n", "ends in a line break")]
    [InlineData("a\0b", "holds a NUL byte")]
    [InlineData("bad\ufffd", "no valid UTF-8")]
    public void A_value_that_cannot_be_given_makes_the_command_unusable_and_says_why(string value, string why)
    {
        var command = ShellCommand.Of($"ls {value}");
        Assert.Contains(why, command.Problem, StringComparison.Ordinal);
        Assert.StartsWith("(command left out: ", command.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ls", command.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dash_is_harmless_behind_an_option_a_double_dash_or_a_redirection()
    {
        Assert.Null(ShellCommand.Of($"ls --width={"-1"} -- {"-rf"} > {"-out"}").Problem);
        Assert.NotNull(ShellCommand.Of($"ls -- x && ls {"-rf"}").Problem);
    }

    [Fact]
    public void A_value_inside_quotes_and_unmatched_quotes_are_the_authors_mistake()
    {
        Assert.Contains("please report it", ShellCommand.Of($"sh -c 'echo {"x"}'").Problem, StringComparison.Ordinal);
        Assert.Contains("please report it", ShellCommand.Of($"echo 'x").Problem, StringComparison.Ordinal);
        Assert.Contains("please report it", ShellCommand.Of($"ps | grep x").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_and_a_url_are_one_word_each()
    {
        using var trial = new ShellTrial();
        var host = "::1";
        var command = ShellCommand.Of(
            $"mysql --host={host} -e {SqlStatement.Of($"KILL {7}")} && curl -- "
            + $"{Url.Of($"https://{host}:{5665}/v1/objects?name={"a b&c"}")}");
        Assert.Null(command.Problem);
        string[][] calls = [["mysql", "--host=::1", "-e", "KILL 7"], ["curl", "--", "https://[::1]:5665/v1/objects?name=a%20b%26c"]];
        Assert.Equal(calls, trial.Run(command.Text).Calls);
    }

    [Fact]
    public void A_prefix_such_as_nsenter_can_be_put_before_a_command()
    {
        var enter = ShellCommand.Of($"nsenter -t {4711} -n ");
        Assert.Equal("nsenter -t 4711 -n ss -s", ShellCommand.Of($"{enter}ss -s").Text);
        Assert.Equal("ss -s", ShellCommand.Of($"{ShellCommand.Of($"")}ss -s").Text);
    }
}
