using System.Globalization;
using System.Text.Json.Nodes;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>The check beside a real Icinga 2, through its API and its Livestatus at once: what is true on one source is true on the
/// others.</summary>
public sealed class IcingaRealityTests
{
    private const string Objects = """
        object CheckCommand "nothing" { command = [ "/bin/true" ] }
        object HostGroup "mysql" { }
        object Host "db1" { import "engine-host"; groups = [ "mysql" ] }
        object Service "disk" { import "engine-service"; host_name = "db1"; check_command = "nothing"; enable_active_checks = false }
        object Service "load" { import "engine-service"; host_name = "db1"; check_command = "nothing"; enable_active_checks = false }
        object ApiUser "blind" { password = "blind"; permissions = [ "objects/query/Host" ] }
        """;

    private static readonly string[] Var = ["/=40%;80;90", "/var=97%;80;90", "/binlog=12%;80;90"];
    private static readonly string[] VarAndBinlog = ["/=40%;80;90", "/var=97%;80;90", "/binlog=97%;80;90"];

    [Fact]
    public void The_story_of_2011_another_partition_inside_the_same_critical_pages_on_the_next_run()
    {
        using var icinga = new Icinga(Objects);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        icinga.All(0, look => Assert.StartsWith("1 acknowledgement, seen for the first time: whether it still covers its problem is "
            + "known from now on", look.FirstLine.Split(" - ")[1], StringComparison.Ordinal));

        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", VarAndBinlog);

        Assert.Equal(2, icinga.Engine.Service("db1", "disk")["acknowledgement"]!.GetValue<double>());
        icinga.All(2, look =>
        {
            Assert.Matches("^STALE_ACKS CRITICAL - db1/disk acknowledged [0-9.]+ s ago by ops for /var, now also /binlog 97 % \\(1 "
                + "other_problem of 1 acknowledgement\\)$", look.FirstLine);
            Assert.Contains("\"cleaning up /var\"", look.Output, StringComparison.Ordinal);
            Assert.Contains("acknowledge it anew with an end (expiry)", look.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Worse_recovered_and_removed_are_judged_right_on_every_source()
    {
        using var icinga = new Icinga(Objects);
        icinga.Engine.Submit("db1", "load", 1, "load 9");
        icinga.Acknowledge("load", sticky: true, "known", persistent: true);
        icinga.All(0);
        icinga.Engine.Submit("db1", "load", 2, "load 48");
        icinga.All(2, look => Assert.Contains("by ops as WARNING, now CRITICAL: \"load 48\"", look.FirstLine, StringComparison.Ordinal));

        // A recovery clears it, and a persistent comment stays on the next problem.
        icinga.Engine.Submit("db1", "load", 0, "load 1");
        icinga.All(0, look => Assert.Equal("STALE_ACKS OK - nothing is acknowledged", look.FirstLine));
        icinga.Engine.Submit("db1", "load", 2, "load 50");
        icinga.All(1, look => Assert.Contains("db1/load is not acknowledged, but a comment by ops", look.FirstLine,
            StringComparison.Ordinal), "--if-leftover-comment", "warning");

        // A normal one is cleared by the next state.
        icinga.Acknowledge("load", sticky: false, "short");
        icinga.All(0, look => Assert.StartsWith("STALE_ACKS OK - 1 acknowledgement", look.FirstLine, StringComparison.Ordinal));
        icinga.Engine.Submit("db1", "load", 1, "load 9");
        icinga.All(0, look => Assert.Equal("STALE_ACKS OK - nothing is acknowledged", look.FirstLine));

        // A downtime is handled, and not acknowledged.
        icinga.Engine.Api.Post("/v1/actions/schedule-downtime", new JsonObject
        {
            ["type"] = "Service", ["filter"] = "service.name==\"load\"", ["author"] = "ops", ["comment"] = "d", ["fixed"] = true,
            ["start_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1, ["end_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600,
        });
        icinga.All(0, look => Assert.Equal("STALE_ACKS OK - nothing is acknowledged", look.FirstLine));
    }

    [Fact]
    public void An_end_is_known_kept_and_missed_when_icinga_forgets_it()
    {
        using var icinga = new Icinga(Objects);
        var end = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "with an end", expiry: end);
        icinga.AllJson(0, look => Assert.Equal(end, look.Acknowledgements.Single().GetProperty("expires").GetDouble()));
        icinga.All(1, null, "--if-no-expiry", "warning", "-w", "0:0", "--expiring-too");
        icinga.All(0, null, "--if-no-expiry", "warning", "-w", "0:0");

        // One that runs out is cleared by Icinga itself.
        icinga.Engine.Command("REMOVE_SVC_ACKNOWLEDGEMENT;db1;disk");
        icinga.Engine.Await("db1", "disk", attributes => attributes["acknowledgement"]!.GetValue<double>() == 0,
            "the end of the acknowledgement");
        icinga.Acknowledge("disk", sticky: true, "short", expiry: DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 2);
        icinga.Engine.Await("db1", "disk", attributes => attributes["acknowledgement"]!.GetValue<double>() == 0, "the expiry");
        icinga.All(0, look => Assert.Equal("STALE_ACKS OK - nothing is acknowledged", look.FirstLine));

        // Through the command pipe of 2.13 the end is stored in the wrong place, and that acknowledgement stays for ever.
        icinga.Engine.Command(string.Create(CultureInfo.InvariantCulture,
            $"ACKNOWLEDGE_SVC_PROBLEM_EXPIRE;db1;disk;2;0;0;{end};ops;via pipe"));
        icinga.Engine.Await("db1", "disk", attributes => attributes["acknowledgement"]!.GetValue<double>() == 2, "the acknowledgement");
        icinga.AllJson(0, look => Assert.Equal((end, ""), (look.Acknowledgements.Single().GetProperty("expires").GetDouble(), look.Stale)));
        icinga.AllJson(2, look => Assert.Equal("expired", look.Stale), later: 3600 + 61);
    }

    [Fact]
    public void Acknowledgements_survive_a_restart_and_a_killed_icinga_is_unknown()
    {
        using var icinga = new Icinga(Objects);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        icinga.All(0);

        icinga.Engine.Restart();
        icinga.All(0);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", VarAndBinlog);
        icinga.All(2);

        icinga.Engine.Kill();
        icinga.All(3, look => Assert.Contains("connection refused", look.FirstLine, StringComparison.Ordinal));

        // Whatever the crash left of flag and comment, it is read and judged.
        icinga.Engine.Start();
        icinga.AllJson(null, look => Assert.InRange(look.Acknowledgements.Count, 0, 1));
    }

    [Fact]
    public void Who_may_not_look_is_told_which_permission_is_missing_and_who_is_not_trusted_gets_no_password()
    {
        using var icinga = new Icinga(Objects);
        var url = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{icinga.Engine.ApiPort}");
        Look Ask(string user, string password, params string[] options)
        {
            var file = icinga.State.Write("password", password + "\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return Look.With(icinga.State.Path, ["--api", url, "-u", user, "--password-file", file, .. options]);
        }

        string[] trusted = ["--ssl-ca", IcingaCertificates.Authority, "--ssl-name", IcingaCertificates.NodeName];
        var wrong = Ask(IcingaEngine.UserName, "wrong", trusted);
        Assert.Equal((3, true), (wrong.ExitCode, wrong.FirstLine.EndsWith("does not let user tester in (401)", StringComparison.Ordinal)));

        var blind = Ask("blind", "blind", trusted);
        Assert.Equal(3, blind.ExitCode);
        Assert.EndsWith("answers /v1/objects/services with 404 (No objects found.): user blind lacks the permission to read it",
            blind.FirstLine, StringComparison.Ordinal);
        Assert.Contains("permissions = [ \"objects/query/Host\", \"objects/query/Service\", \"objects/query/Comment\" ]", blind.Output,
            StringComparison.Ordinal);

        var stranger = Ask(IcingaEngine.UserName, icinga.Engine.Password, "--ssl-name", IcingaCertificates.NodeName, "--ssl-ca",
            IcingaCertificates.ClientCertificate);
        Assert.Equal(3, stranger.ExitCode);
        Assert.Contains("its certificate is not accepted: ", stranger.FirstLine, StringComparison.Ordinal);
        var otherName = Ask(IcingaEngine.UserName, icinga.Engine.Password, "--ssl-ca", IcingaCertificates.Authority);
        Assert.Contains("its certificate is not accepted: IP address mismatch (expected name: 127.0.0.1)", otherName.FirstLine,
            StringComparison.Ordinal);
        Assert.Contains("say it with --ssl-name NODENAME", otherName.Output, StringComparison.Ordinal);
        Assert.Contains("hostname mismatch", Ask(IcingaEngine.UserName, icinga.Engine.Password, "--ssl-ca",
            IcingaCertificates.Authority, "--ssl-name", "other").FirstLine, StringComparison.OrdinalIgnoreCase);
        var insecure = Ask(IcingaEngine.UserName, icinga.Engine.Password, "--ssl-insecure");
        Assert.Equal(0, insecure.ExitCode);
        Assert.Contains("Note: the API's certificate was not verified (--ssl-insecure)", insecure.Output, StringComparison.Ordinal);

        // A client certificate in place of a password.
        var byCertificate = Look.With(icinga.State.Path,
            ["--api", url, .. trusted, "--ssl-cert", IcingaCertificates.ClientCertificate, "--ssl-key", IcingaCertificates.ClientKey]);
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", byCertificate.FirstLine);
        var noKey = Look.With(icinga.State.Path, ["--api", url, .. trusted, "--ssl-cert", IcingaCertificates.ClientCertificate]);
        Assert.StartsWith("STALE_ACKS UNKNOWN - --ssl-key", noKey.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_says_to_run_clears_the_acknowledgement_on_every_source()
    {
        using var icinga = new Icinga(Objects);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        Requirements.Program("curl", "/usr/bin/curl");
        foreach (var source in new[] { "api", "unix", "tcp" })
        {
            icinga.Acknowledge("disk", sticky: true, "to be cleared");
            var printed = ProcessRun.Of(Repository.Executable("check_stale_acks"),
                [.. icinga.Options(source), "--state-dir", icinga.State.Path, "--output", "json"]);
            var clear = new Look(printed.ExitCode, printed.Output).Acknowledgements.Single().GetProperty("clear").GetString()!;

            // As printed, in sh. curl asks for the password on the terminal, so it gets one.
            var run = source == "api" ? ProcessRun.OfShell(
                $"(sleep 1; echo {icinga.Engine.Password}) | script -qec {Quoted(clear)} /dev/null") : ProcessRun.OfShell(clear);

            Assert.True(run.ExitCode == 0, $"{clear}: {run.Output}{run.Error}");
            icinga.Engine.Await("db1", "disk", attributes => attributes["acknowledgement"]!.GetValue<double>() == 0, clear);
        }
    }

    [Fact]
    public void An_acknowledgement_that_outlives_its_end_is_expired_with_its_author()
    {
        using var icinga = new Icinga(Objects);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        var end = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 6;
        icinga.Engine.Command(string.Create(CultureInfo.InvariantCulture,
            $"ACKNOWLEDGE_SVC_PROBLEM_EXPIRE;db1;disk;2;0;0;{end};ops;via pipe"));
        icinga.Engine.Await("db1", "disk", attributes => attributes["acknowledgement"]!.GetValue<double>() == 2, "the acknowledgement");
        icinga.AllJson(0, look => Assert.Equal("ops", look.Acknowledgements.Single().GetProperty("author").GetString()));

        // Icinga's own timer removes the comment within a minute, and leaves the flag.
        Requirements.Until(() => icinga.Engine.Api.Get("/v1/objects/comments")["results"]!.AsArray().Count == 0, TimeSpan.FromSeconds(
            90), "the end of the comment");

        icinga.AllJson(2, look =>
        {
            Assert.Equal(("ops", "expired"), (look.Acknowledgements.Single().GetProperty("author").GetString(),
                look.Acknowledgements.Single().GetProperty("stale")[0].GetString()));
            Assert.Equal(end, look.Acknowledgements.Single().GetProperty("expires").GetDouble());
        }, later: 61);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [Fact]
    public void Hosts_and_groups_are_read_on_every_source()
    {
        using var icinga = new Icinga(Objects);
        icinga.Engine.Api.Post("/v1/actions/process-check-result",
            new JsonObject { ["type"] = "Host", ["host"] = "db1", ["exit_status"] = 1, ["plugin_output"] = "PING CRITICAL" });
        icinga.Engine.Api.Post("/v1/actions/acknowledge-problem",
            new JsonObject { ["type"] = "Host", ["host"] = "db1", ["author"] = "o|p<b>\u0007", ["comment"] = "<script> | ü \u202e"
            + new string('k', 9000), ["sticky"] = true });
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "x");

        icinga.All(0, look => Assert.Contains("OK - 2 acknowledgements, ", look.FirstLine, StringComparison.Ordinal), "--include-group",
            "^mysql$");
        icinga.All(0, look => Assert.Contains("nothing that the filters leave is acknowledged", look.FirstLine,
            StringComparison.Ordinal), "--exclude-group", "^mysql$");
        icinga.All(2, look =>
        {
            Assert.Matches("^STALE_ACKS CRITICAL - db1 acknowledged [0-9.]+ s ago by o/p< b>", look.FirstLine);
            Assert.Contains("\"< script> / ü ?kkk", look.Output, StringComparison.Ordinal);
        }, "-c", "0:0", "--include-host", "db1", "--exclude-service", ".");
    }

    [Fact]
    public void Run_by_icinga_itself_it_names_its_own_acknowledged_service_first()
    {
        using var plugins = new PluginFolder("check_stale_acks");
        var definition = File.ReadAllText(Path.Combine(Repository.Root, "docs", "icinga", "check_stale_acks.conf"));
        using var icinga = new Icinga(
            definition + Objects + """

            object Service "watch" {
              import "engine-service"
              host_name = "db1"
              check_command = "check_stale_acks"
              vars.stale_acks_livestatus = DataDir + "/../run/livestatus"
              vars.stale_acks_state_dir = DataDir + "/../run/stale-acks-state"
              vars.stale_acks_warning = "0:0"
            }
            """, plugins.Path);
        Assert.Equal((0, "STALE_ACKS OK - nothing is acknowledged"), Result(icinga.Engine.FirstResult("db1", "watch")));
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        Assert.Equal(1, icinga.Engine.Check("db1", "watch").State);

        icinga.Acknowledge("watch", sticky: true, "it is noisy");
        var muted = icinga.Engine.Check("db1", "watch");

        Assert.Equal(1, muted.State);
        Assert.Matches("^STALE_ACKS WARNING - this check itself, db1/watch, has been acknowledged for [0-9.]+ s by ops: whatever it "
            + "says pages nobody; db1/disk acknowledged ", muted.FirstLine);
        Assert.Contains("self_acknowledged=1;", muted.PerfData, StringComparison.Ordinal);

        // Once nothing else is stale it is OK, and that ends its own acknowledgement.
        icinga.Engine.Submit("db1", "disk", 0, "DISK OK");
        Assert.Equal(0, icinga.Engine.Check("db1", "watch").State);
        icinga.Engine.Await("db1", "watch", attributes => attributes["acknowledgement"]!.GetValue<double>() == 0,
            "the end of its own acknowledgement");
    }

    [Fact]
    public void The_published_executable_speaks_tls_and_resolves_names()
    {
        using var icinga = new Icinga(Objects);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        string[] arguments = ["--api", string.Create(CultureInfo.InvariantCulture, $"https://localhost:{icinga.Engine.ApiPort}"),
            "--ssl-ca", IcingaCertificates.Authority, "--state-dir", icinga.State.Path];
        var environment = new Dictionary<string, string?> { ["ICINGA2_API_USER"] = IcingaEngine.UserName,
            ["ICINGA2_API_PASSWORD"] = icinga.Engine.Password };

        var trusted = ProcessRun.Of(Repository.Executable("check_stale_acks"),
            [.. arguments, "--ssl-name", IcingaCertificates.NodeName], environment);
        var wrongName = ProcessRun.Of(Repository.Executable("check_stale_acks"), arguments, environment);

        Assert.StartsWith("STALE_ACKS OK - 1 acknowledgement, seen for the first time", trusted.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (trusted.ExitCode, trusted.Error));
        Assert.Equal(3, wrongName.ExitCode);
        Assert.Contains("its certificate is not accepted: ", wrongName.FirstLine, StringComparison.Ordinal);

        // A server that goes away in the handshake: no signal ends the check.
        using var rude = new ServerDouble((_, _) => { });
        for (var round = 0; round < 5; round++)
        {
            var cut = ProcessRun.Of(Repository.Executable("check_stale_acks"),
                ["--api", $"https://{rude.Where}", "--state-dir", icinga.State.Path], environment);
            Assert.Equal(3, cut.ExitCode);
            Assert.Contains($"https://{rude.Where}: no TLS: ", cut.FirstLine, StringComparison.Ordinal);
        }
    }

    private static (int State, string FirstLine) Result(CheckArrival arrival) => (arrival.State, arrival.FirstLine);
}
