using System.Text.Json;

namespace Nagios.Plugin.Tests;

public sealed class UnseenTests
{
    private static readonly Unseen Processes =
        new("the processes of other users", UnseenReason.Hidden, "mount option hidepid=2", "run the check as root");

    [Fact]
    public void What_cannot_change_the_verdict_is_a_note()
    {
        var result = new NagiosCheckResult("X") { Summary = "all well" }.CouldNotSee(Processes).CouldNotSee(Processes);
        Assert.Equal("X OK - all well\nNote: cannot see the processes of other users: it is hidden here (mount option hidepid=2); run the "
            + "check as root\n", ResultText.Render(result));
    }

    [Fact]
    public void What_can_change_the_verdict_stands_in_the_first_line()
    {
        var result = new NagiosCheckResult("X").CouldNotSee(new Unseen("/proc/net/stat", UnseenReason.Denied), NagiosState.Unknown);
        Assert.Equal("X UNKNOWN - cannot see /proc/net/stat: permission denied\n", ResultText.Render(result));
    }

    [Fact]
    public void Json_tells_the_four_reasons_apart()
    {
        var result = new NagiosCheckResult("X");
        foreach (var why in Enum.GetValues<UnseenReason>())
            result.CouldNotSee(Processes with { Why = why });
        using var json = JsonDocument.Parse(ResultJson.Render(result, "check_x", "1"));
        Assert.Equal(["absent", "hidden", "denied", "unreadable"], json.RootElement.GetProperty("unseen").EnumerateArray()
            .Select(one => one.GetProperty("why").GetString()));
        Assert.Equal("run the check as root", json.RootElement.GetProperty("unseen")[0].GetProperty("remedy").GetString());
    }

    [Fact]
    public void A_server_that_is_down_has_the_state_of_its_option()
    {
        var down = SampleRun.Here(
            (_, _) => throw new CheckException("the server on db1 refuses connections") { State = NagiosState.Critical });
        Assert.Equal(("SAMPLE CRITICAL - the server on db1 refuses connections\n", 2), down);
    }

    [Fact]
    public void What_does_not_apply_can_have_an_option_of_its_own()
    {
        var output = SampleRun.Here(
            (_, _) => throw new CheckNotApplicableException("this server is no replica") { State = NagiosState.Ok }, "--if-not-applicable",
            "critical");
        Assert.Equal(("SAMPLE OK - not applicable: this server is no replica\n", 0), output);
    }
}
