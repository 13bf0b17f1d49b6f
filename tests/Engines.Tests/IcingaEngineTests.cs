using System.Text.Json.Nodes;

namespace Engines.Tests;

/// <summary>The engine itself does what the tests of the checks build on.</summary>
public sealed class IcingaEngineTests
{
    private const string Objects = """
        object CheckCommand "printf" {
          command = [ "/bin/sh", "-c", "printf 'DISK WARNING - ü | a=1\\nmore\\n'; exit 1" ]
        }
        object Host "web" { import "engine-host" }
        object Service "disk" { import "engine-service"; host_name = "web"; check_command = "printf" }
        """;

    [Fact]
    public void An_acknowledgement_with_an_expiry_shows_in_the_api_and_in_livestatus_and_survives_a_restart()
    {
        using var icinga = IcingaEngine.Start(Objects);
        Assert.Equal(new CheckArrival(1, "DISK WARNING - ü", "more", "a=1"), icinga.FirstResult("web", "disk"));

        icinga.Submit("web", "disk", 2, "DISK CRITICAL - /srv", "'/srv'=99%;80;90");
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        icinga.Api.Post("/v1/actions/acknowledge-problem", new JsonObject
        {
            ["type"] = "Service", ["service"] = "web!disk", ["author"] = "op", ["comment"] = "known", ["sticky"] = true,
                ["expiry"] = expiry,
        });
        var service = icinga.Service("web", "disk");
        Assert.Equal(2, service["acknowledgement"]!.GetValue<double>());
        Assert.Equal(expiry, service["acknowledgement_expiry"]!.GetValue<double>());
        Assert.Equal("2;/srv", icinga.Livestatus("GET services\nColumns: acknowledgement_type plugin_output\nFilter: description = disk")
            .Trim().Replace("DISK CRITICAL - ", "", StringComparison.Ordinal));

        icinga.Restart();
        Assert.Equal(2, icinga.Service("web", "disk")["acknowledgement"]!.GetValue<double>());
        icinga.Command("REMOVE_SVC_ACKNOWLEDGEMENT;web;disk");
        icinga.Await("web", "disk", attributes => attributes["acknowledgement"]!.GetValue<double>() == 0, "the end of the acknowledgement");
        icinga.Kill();
        icinga.Start();
        Assert.Equal(2, icinga.Service("web", "disk")["acknowledgement"]!.GetValue<double>());
    }

    [Fact]
    public void A_client_certificate_of_its_authority_is_enough_for_the_api()
    {
        using var icinga = IcingaEngine.Start(Objects);
        using var api = IcingaApi.ByCertificate(icinga);
        Assert.Equal("client", api.Get("/v1")["results"]![0]!["user"]!.GetValue<string>());
        Assert.Equal(1, icinga.Check("web", "disk").State);
    }

    [Fact]
    public void A_configuration_that_is_refused_fails_with_the_reason()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => IcingaEngine.Start("object Service \"x\" { import \"nothing\" }"));
        Assert.Contains("nothing", failure.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, IcingaEngine.Verify("object Service \"x\" { import \"nothing\" }").ExitCode);
        Assert.Equal(0, IcingaEngine.Verify(Objects).ExitCode);
    }

    [Fact]
    public void Its_perfdata_parser_converts_units_and_refuses_what_is_malformed()
    {
        using var icinga = IcingaEngine.Start(Objects);
        var parsed = icinga.ParsePerfData(["'länge'=1500ms;2000;3000;0", "a=1,5"]);
        Assert.Equal(1.5, parsed[0]!["value"]!.GetValue<double>());
        Assert.Equal("länge", parsed[0]!["label"]!.GetValue<string>());
        Assert.Null(parsed[1]);
    }
}
