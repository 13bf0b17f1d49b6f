namespace Engines.Tests;

/// <summary>The engine itself does what the tests of the checks build on.</summary>
public sealed class NagiosEngineTests
{
    private const string Objects = """
        define host {
            use engine-host
            host_name web
            check_command none
        }
        define service {
            use engine-service
            host_name web
            service_description disk
            check_command run!/usr/bin/printf 'DISK WARNING - ü | a=1\nmore\n'\; exit 1
        }

        """;

    [Fact]
    public void An_acknowledgement_survives_a_clean_restart_and_is_lost_by_a_kill()
    {
        using var nagios = NagiosEngine.Start(Objects);
        Assert.Equal(new CheckArrival(1, "DISK WARNING - ü", "more", "a=1"), nagios.FirstResult("web", "disk"));

        var status = nagios.Submit("web", "disk", 2, "DISK CRITICAL - /srv | '/srv'=99%;80;90");
        Assert.Equal("'/srv'=99%;80;90", status["performance_data"]);
        nagios.Command("ACKNOWLEDGE_SVC_PROBLEM;web;disk;2;0;0;op;known");
        nagios.Await("web", "disk", service => service["problem_has_been_acknowledged"] == "1", "the acknowledgement");
        Assert.Contains(
            nagios.Status(), block => block.Kind == "servicecomment" && block["entry_type"] == "4" && block["comment_data"] == "known");

        nagios.Stop();
        Assert.False(File.Exists(nagios.StatusPath));
        nagios.Start();
        nagios.Await("web", "disk", service => service["problem_has_been_acknowledged"] == "1", "the acknowledgement after a restart");

        nagios.Command("REMOVE_SVC_ACKNOWLEDGEMENT;web;disk");
        nagios.Await("web", "disk", service => service["problem_has_been_acknowledged"] == "0", "its end");
        nagios.Kill();
        Assert.True(File.Exists(nagios.StatusPath));
        nagios.Start();
        nagios.Await("web", "disk", service => service["problem_has_been_acknowledged"] == "1", "what was saved at the clean stop");
    }

    [Fact]
    public void A_forced_check_brings_a_new_result()
    {
        using var nagios = NagiosEngine.Start(Objects);
        nagios.FirstResult("web", "disk");
        nagios.Submit("web", "disk", 0, "DISK OK");
        Assert.Equal(1, nagios.Check("web", "disk").State);
    }

    [Fact]
    public void A_configuration_that_is_refused_fails_with_the_reason()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => NagiosEngine.Start("define service {\n    use nothing\n}\n"));
        Assert.Contains("Template 'nothing'", failure.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, NagiosEngine.Verify("define service {\n    use nothing\n}\n").ExitCode);
        Assert.Equal(0, NagiosEngine.Verify(Objects).ExitCode);
    }
}
