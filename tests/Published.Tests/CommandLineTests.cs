using System.Text.Json;
using System.Text.RegularExpressions;

namespace Published.Tests;

/// <summary>The command line of every executable, as compiled: what trimming may have cost shows here and nowhere else.</summary>
public sealed partial class CommandLineTests
{
    public static TheoryData<string> Executables => PublishedCheck.All;

    /// <summary>Every option with a value of every executable: its name there and the word for its value.</summary>
    public static TheoryData<string, string, string> Options
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var name in Repository.Executables)
            {
                foreach (Match option in Option().Matches(ProcessRun.OfPlugin(name, "--help").Output))
                    rows.Add(name, option.Groups[1].Value, option.Groups[2].Value);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_help_names_the_check_its_options_and_states_and_exits_3(string name)
    {
        var run = ProcessRun.OfPlugin(name, "--help");
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith(name + " ", run.Output);
        Assert.Contains("\n  -t, --timeout=", run.Output);
        Assert.Contains("(default: ", run.Output);
        Assert.Contains("\nStates:\n", run.Output);
        Assert.Equal(run.Output, ProcessRun.OfPlugin(name, "-h").Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_version_is_one_line_and_exits_3(string name)
    {
        var run = ProcessRun.OfPlugin(name, "--version");
        Assert.Equal(3, run.ExitCode);
        Assert.Matches($"^{name} [0-9]+\\.[0-9]+\\.[0-9]+\n$", run.Output);
        Assert.Equal(run.Output, ProcessRun.OfPlugin(name, "-V").Output);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_command_line_that_is_not_right_is_UNKNOWN_and_the_word_is_named(string name)
    {
        Refused(name, "--no-such-option", "--no-such-option");
        Refused(name, "--timeout", "--timeout", "5", "--timeout", "6");
        Refused(name, "--timeout", "--timeout");
        Refused(name, "--timeout", "--timeout=");
        Refused(name, "--timeout", "--timeout", "soon");
        Refused(name, "stray", "stray");
        Refused(name, "--output", "--output", "xml");
        Refused(name, "--help", "--help=yes");
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void A_common_option_in_each_way_of_writing_is_taken(string name)
    {
        foreach (var line in new[] { "--timeout 20", "--timeout=20", "-t 20", "-t20", "-vvt20", "-v -v --verbose -t 20s" })
            PublishedCheck.AssertResult(ProcessRun.OfPlugin(name, line.Split(' ')));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Json_is_one_object_with_the_state_that_the_exit_code_says(string name)
    {
        var run = ProcessRun.OfPlugin(name, "--output", "json");
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(run.ExitCode, json.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Equal(name, json.RootElement.GetProperty("check").GetString());
        Assert.NotEqual("", json.RootElement.GetProperty("summary").GetString());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_reaches_the_check(string name, string option, string word)
    {
        // A value that is wrong for its kind can only be complained of once it has been bound.
        var wrong = word switch { "RANGE" => "20:10", "STATE" => "purple", "SECONDS" or "DURATION" => "soon", _ => null };
        var run = ProcessRun.OfPlugin(
            name, $"{option}={wrong ?? "1"}", "--timeout=9".StartsWith(option + "=", StringComparison.Ordinal) ? "-v" : "--timeout=9");
        PublishedCheck.AssertResult(run);
        Assert.DoesNotContain("unknown option", run.Output);
        Assert.DoesNotContain("command line is not right", run.Output);
        Assert.DoesNotContain("internal error", run.Output);
        if (wrong is not null)
        {
            Assert.Equal(3, run.ExitCode);
            Assert.Contains(option, run.FirstLine);
            Assert.Contains(wrong, run.FirstLine);
        }
    }

    private static void Refused(string name, string named, params string[] arguments)
    {
        var run = ProcessRun.OfPlugin(name, arguments);
        PublishedCheck.AssertResult(run);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(named, run.FirstLine);
    }

    [GeneratedRegex("^  (?:-., |    )(--[a-z0-9-]+)=(.+)$", RegexOptions.Multiline)]
    private static partial Regex Option();
}
