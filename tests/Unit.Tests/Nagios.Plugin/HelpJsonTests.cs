using System.Text.Json;

namespace Nagios.Plugin.Tests;

public sealed class HelpJsonTests
{
    private static JsonElement Help()
    {
        var (output, exitCode) = SampleRun.Here("--help", "--json");
        Assert.Equal(3, exitCode);
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    [Fact]
    public void Says_what_the_text_says()
    {
        var help = Help();
        Assert.Equal(("check_sample", SampleCheck.Text.Question),
            (help.GetProperty("check").GetString(), help.GetProperty("question").GetString()));
        Assert.Equal(SampleCheck.Text.States, help.GetProperty("states").EnumerateArray().Select(state => state.GetString()));
        Assert.Equal("check_sample -w 70 -c 85", help.GetProperty("examples")[0].GetProperty("command").GetString());
        var text = SampleRun.Here("--help").Output;
        foreach (var option in help.GetProperty("options").EnumerateArray())
            Assert.Contains($"--{option.GetProperty("name").GetString()}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_have_their_letter_default_and_whose_they_are()
    {
        var options = Help().GetProperty("options").EnumerateArray().ToDictionary(option => option.GetProperty("name").GetString()!);
        Assert.Equal(("w", "RANGE", "80", false), Parts(options["warning"]));
        Assert.Equal(("t", "SECONDS", "10", true), Parts(options["timeout"]));
        Assert.Equal(("", "", null, false), Parts(options["forbid"]));

        static (string?, string?, string?, bool) Parts(JsonElement option) => (
            option.GetProperty("letter").GetString(), option.GetProperty("value").GetString(), option.GetProperty("default").GetString(),
                option.GetProperty("of_every_check").GetBoolean());
    }

    [Fact]
    public void The_perfdata_are_the_declared_series_in_their_order()
    {
        var perfData = Help().GetProperty("perfdata").EnumerateArray().Select(series => series.GetProperty("label").GetString());
        Assert.Equal(["fill", "size_ITEM"], perfData);
        Assert.Contains(
            "\nPerfdata:\n  fill [%]\n      how full the sample is\n  size_ITEM [B]\n      ", SampleRun.Here("--help").Output,
            StringComparison.Ordinal);
    }
}
