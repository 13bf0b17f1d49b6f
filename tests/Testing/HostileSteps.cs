using Nagios.Plugin;

namespace Testing;

/// <summary>
/// Holds the next steps of a check to what every step must keep: a command is printed exactly or not at all, a value arrives as it
/// is, and nothing else runs. A test makes a result out of hostile names and gives its steps to Verify.
/// </summary>
public static class HostileSteps
{
    /// <summary>Runs every command of the steps that can be run and looks for every value in what they did.</summary>
    /// <returns>The number of commands that were printed; a test should see that there were some.</returns>
    public static int Verify(IEnumerable<NextStep> steps, ShellTrial trial)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(trial);
        var printed = 0;
        foreach (var step in steps)
        {
            foreach (var command in step.Commands)
            {
                if (command.Problem is { } problem)
                {
                    Assert.DoesNotContain("please report it", problem, StringComparison.Ordinal);
                    Assert.Contains($"(command left out: {problem})", step.Text, StringComparison.Ordinal);
                    continue;
                }

                printed++;
                Assert.Contains(command.Text, step.Text, StringComparison.Ordinal);
                Verify(command, trial);
            }
        }

        return printed;
    }

    private static void Verify(PrintedCommand command, ShellTrial trial)
    {
        switch (command)
        {
            case ShellCommand:
                VerifyShell(command, trial);
                break;
            case SqlStatement:
                VerifySql(command);
                break;
            case Url:
                var decoded = Uri.UnescapeDataString(command.Text);
                Assert.All(command.Values, value => Assert.Contains(value, decoded, StringComparison.Ordinal));
                break;
            default:
                break;
        }
    }

    private static void VerifyShell(PrintedCommand command, ShellTrial trial)
    {
        Assert.True(command.FitsText, $"text output cannot carry {command.Text}");
        var outcome = trial.Run(command.Text);
        Assert.True(outcome.Calls.Count > 0 || outcome.Files.Count > 0, $"{command.Text}\ncalled nothing: {outcome.Error}");
        Assert.DoesNotContain(outcome.Calls, call => call[0] == "canary");
        foreach (var value in command.Values)
        {
            Assert.True(
                outcome.Calls.Any(call => call[0] == value || call.Skip(1).Any(word => word.Contains(value, StringComparison.Ordinal)))
                    || outcome.Files.Concat(outcome.Written).Any(text => text.Contains(value, StringComparison.Ordinal)),
                $"the value '{value}' did not arrive from {command.Text}: "
                    + $"{string.Join(" / ", outcome.Calls.Select(call => string.Join(' ', call)))} {outcome.Error}");
        }
    }

    // Both readings of a backslash must find the same strings, unless the statement was made for one of them.
    private static void VerifySql(PrintedCommand command)
    {
        var readings = new[] { SqlBackslash.Escapes, SqlBackslash.Ordinary }.Select(mode => SqlWords.Quoted(command.Text, mode)).ToList();
        Assert.True(readings.Exists(
            words => words is not null && words.Intersect(command.Values).Count() == command.Values.Distinct().Count()),
            $"not {string.Join(", ", command.Values)} in {command.Text}");
    }
}
