using System.Text;
using System.Text.Json;

namespace Nagios.Plugin.Tests;

public sealed class NextStepTests
{
    private static NagiosCheckResult Result(params NextStep[] steps)
    {
        var result = new NagiosCheckResult("X").Report(NagiosState.Warning, "w");
        foreach (var step in steps)
            result.Advise(step);
        return result;
    }

    private static string[] Json(NagiosCheckResult result)
    {
        using var json = JsonDocument.Parse(ResultJson.Render(result, "check_x", "1"));
        return [.. json.RootElement.GetProperty("next_steps").EnumerateArray().Select(step => step.GetString()!)];
    }

    [Theory]
    [MemberData(nameof(HostileValues.Rows), MemberType = typeof(HostileValues))]
    public void A_command_is_printed_exactly_in_text_and_in_json(string value)
    {
        var command = ShellCommand.Of($"ls -- {value} '  two blanks  '");
        var result = Result(NextStep.Of($"See what is there: {command}, then tell"));
        var output = ResultText.Render(result);
        WellFormed.Text(output, 1);
        Assert.EndsWith($"\n1. See what is there: {command.Text}, then tell\n", output, StringComparison.Ordinal);
        Assert.Equal([$"See what is there: {command.Text}, then tell"], Json(result));
    }

    [Fact]
    public void A_command_that_text_cannot_carry_is_left_out_with_words_and_json_has_it()
    {
        var statement = SqlStatement.Of($"PURGE BINARY LOGS TO {"a|b"}");
        var result = Result(NextStep.Of($"Purge: {statement}"));
        Assert.EndsWith(
            "1. Purge: (command left out: it holds a character that text output cannot carry; --output json has it)\n",
            ResultText.Render(result), StringComparison.Ordinal);
        Assert.Equal(["Purge: PURGE BINARY LOGS TO 'a|b'"], Json(result));
    }

    [Fact]
    public void A_command_that_cannot_be_written_says_why_everywhere()
    {
        var result = Result(NextStep.Of($"Look: {ShellCommand.Of($"ls {"-rf"}")}"));
        const string Words = "Look: (command left out: '-rf' begins with '-' and would be taken for an option)";
        Assert.EndsWith($"1. {Words}\n", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Equal([Words], Json(result));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void A_command_is_never_cut_a_step_that_does_not_fit_is_left_out_with_words(int verbosity, bool isShown)
    {
        var command = ShellCommand.Of($"ls -- {new string('x', 2500)}");
        var result = Result(NextStep.Of($"First: {command}"), NextStep.Of($"Then rest"));
        var output = ResultText.Render(result, verbosity);
        WellFormed.Text(output, 1, verbosity == 0 ? 4000 : 64000, verbosity == 0 ? 1023 : 64000);
        Assert.Equal(isShown, output.Contains(command.Text, StringComparison.Ordinal));
        Assert.Equal(!isShown,
            output.Contains(
            "1. (left out here, since its command takes 2513 bytes; -vvv or --output json has it)\n2. Then rest\n",
            StringComparison.Ordinal));
        Assert.Equal($"First: {command.Text}", Json(result)[0]);
    }

    [Fact]
    public void Many_steps_never_break_a_command_in_two()
    {
        var result = Result();
        for (var number = 0; number < 50; number++)
            result.Advise($"Step {number}: {ShellCommand.Of($"ls -- {$"'{new string('y', number * 7)}"}")}");
        var output = ResultText.Render(result);
        WellFormed.Text(output, 1, 4000);
        var steps = Json(result);
        foreach (var line in output.Split('\n').Where(line => char.IsAsciiDigit(line.FirstOrDefault())))
            Assert.Contains(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], steps);
        Assert.Contains("more lines left out; -vvv shows more", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db1", "db1")]
    [InlineData("db1/Disk usage", "db1/Disk usage")]
    [InlineData("$(canary)", "'$(canary)'")]
    [InlineData("a  b|c\nd", "a b/c d")]
    [InlineData("it's", "'it'\\''s'")]
    public void A_value_in_prose_is_cleaned_and_runs_nothing_when_it_is_pasted(string value, string shown) =>
        Assert.Equal($"Look at {shown} now", NextStep.Of($"Look at {value} now").Text);

    [Fact]
    public void A_checks_own_words_in_a_hole_are_a_step_themselves()
    {
        var where = NextStep.Of($"; it is in namespace {"web 1"} (see {ShellCommand.Of($"ip netns exec {"web 1"} ss -s")})");
        Assert.Equal("Find the rule; it is in namespace web 1 (see ip netns exec 'web 1' ss -s)",
            NextStep.Of($"Find the rule{where}").Text);
    }

    [Fact]
    public void A_step_of_another_check_of_the_suite_stays_as_it_was_printed()
    {
        var text = $"Look: {ShellCommand.Of($"ls -- {"a  b"}")}";
        var result = Result(NextStep.Of($"conntrack: {NextStep.Printed(text)}"));
        Assert.EndsWith("\n1. conntrack: Look: ls -- 'a  b'\n", ResultText.Render(result), StringComparison.Ordinal);
        Assert.EndsWith(
            "it holds a character that text output cannot carry; --output json has it)\n",
            ResultText.Render(Result(NextStep.Printed("ls | less"))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_step_is_not_repeated() => Assert.Single(Result(NextStep.Of($"Look"), NextStep.Of($"Look")).Steps);

    [Fact]
    public void The_hook_for_checks_finds_what_runs_what_is_lost_and_what_is_right()
    {
        using var trial = new ShellTrial();
        Assert.Equal(2, HostileSteps.Verify(
            [NextStep.Of($"A: {ShellCommand.Of($"ls -- {"$(canary)"}")} or {SqlStatement.Of($"KILL {"it's"}")}")], trial));
        Assert.Equal(0, HostileSteps.Verify([NextStep.Of($"A: {ShellCommand.Of($"ls {"-x"}")}")], trial));
        Assert.ThrowsAny<Exception>(() => HostileSteps.Verify([NextStep.Of($"A: {ShellCommand.Of($"true {"x"} && canary")}")], trial));
        Assert.ThrowsAny<Exception>(() => HostileSteps.Verify([NextStep.Of($"A: {ShellCommand.Of($"FOO={"x"} true")}")], trial));
    }

    [Theory]
    [InlineData("\u202eevil\u2066", @"\u202Eevil\u2066")]
    [InlineData("zero\u200bwidth\ufeff", @"zero\u200Bwidth\uFEFF")]
    [InlineData("tag\U000e0041", @"tag\uDB40\uDC41")]
    [InlineData("c1\u009b31m", @"c1\u009B31m")]
    [InlineData("line\u2028sep", @"line\u2028sep")]
    [InlineData("länge 日本", "länge 日本")]
    public void The_data_of_json_output_hold_no_invisible_control_and_the_same_text(string text, string written)
    {
        var result = new NagiosCheckResult(
            "X") { Data = json => { json.WriteStartObject(); json.WriteString("name", text); json.WriteEndObject(); } };
        var output = ResultJson.Render(result, "check_x", "1");
        Assert.Contains($"\"name\":\"{written}\"", output, StringComparison.Ordinal);
        using var parsed = JsonDocument.Parse(output);
        Assert.Equal(text, parsed.RootElement.GetProperty("data").GetProperty("name").GetString());
        Assert.DoesNotContain(output.EnumerateRunes(), rune => Rune.IsControl(rune) && rune.Value != '\n');
    }
}
