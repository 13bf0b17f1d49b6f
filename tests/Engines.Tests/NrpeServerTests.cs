namespace Engines.Tests;

/// <summary>The engine itself does what the tests of the checks build on.</summary>
public sealed class NrpeServerTests
{
    [Fact]
    public void A_command_is_called_with_its_output_and_exit_code_kept()
    {
        using var nrpe =
            NrpeServer.Start(new Dictionary<string, string> { ["disk"] = "printf 'DISK WARNING - ü | a=1\\nmore\\n'; exit 1" });
        var run = nrpe.Call("disk");
        Assert.Equal((1, "DISK WARNING - ü | a=1\nmore\n"), (run.ExitCode, run.Output));
        Assert.Equal((3, "NRPE: Command 'nothing' not defined\n"), (nrpe.Call("nothing").ExitCode, nrpe.Call("nothing").Output));
    }

    [Fact]
    public void A_configuration_that_is_refused_fails_with_the_reason()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => NrpeServer.Start("command_timeout=abc"));
        Assert.Contains("command_timeout", failure.Message, StringComparison.Ordinal);
    }
}
