namespace Nagios.Plugin.Tests;

public sealed class NagiosStateTests
{
    [Fact]
    public void The_worst_state_is_critical_then_unknown_then_warning_then_ok()
    {
        NagiosState[] worstFirst = [NagiosState.Critical, NagiosState.Unknown, NagiosState.Warning, NagiosState.Ok];
        for (var better = 0; better < worstFirst.Length; better++)
        {
            for (var worse = 0; worse <= better; worse++)
            {
                Assert.Equal(worstFirst[worse], NagiosStates.Worst(worstFirst[worse], worstFirst[better]));
                Assert.Equal(worstFirst[worse], NagiosStates.Worst(worstFirst[better], worstFirst[worse]));
            }
        }
    }

    [Theory]
    [InlineData("ok", NagiosState.Ok)]
    [InlineData("OK", NagiosState.Ok)]
    [InlineData("Warning", NagiosState.Warning)]
    [InlineData("critical", NagiosState.Critical)]
    [InlineData("unknown", NagiosState.Unknown)]
    public void State_words_are_read_in_any_case(string word, NagiosState state) =>
        Assert.Equal(state, NagiosStates.Parse("--if-absent", word));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("warn")]
    [InlineData(" ok")]
    [InlineData("ok,warning")]
    [InlineData("ﬀ")]
    public void Other_words_are_no_state(string word) =>
        Assert.Equal($"--if-absent '{word.Trim()}' is not one of ok, warning, critical, unknown",
            Assert.Throws<CheckException>(() => NagiosStates.Parse("--if-absent", word)).Message);

    [Fact]
    public void States_are_the_exit_codes_of_the_guidelines() =>
        Assert.Equal([(0, "OK"), (1, "WARNING"), (2, "CRITICAL"), (3, "UNKNOWN")], Enum.GetValues<NagiosState>()
            .Select(state => ((int)state, state.Word())));
}
