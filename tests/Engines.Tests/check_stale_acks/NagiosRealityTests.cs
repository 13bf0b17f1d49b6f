using System.Globalization;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>The check beside a real Nagios 4: acknowledged through its command file, read from its status file.</summary>
public sealed class NagiosRealityTests
{
    private const string Objects = """
        define host {
            use engine-host
            host_name db1
            check_command none
            active_checks_enabled 0
        }
        define hostgroup {
            hostgroup_name mysql
            members db1
        }
        define service {
            use engine-service
            host_name db1
            service_description disk
            check_command none
            active_checks_enabled 0
        }
        define service {
            use engine-service
            host_name db1
            service_description load
            check_command none
            active_checks_enabled 0
        }
        define service {
            use engine-service
            host_name db1
            service_description soft
            check_command none
            active_checks_enabled 0
            max_check_attempts 3
        }

        """;

    private const string Var = "DISK CRITICAL - /var 97 %|/=40%;80;90 /var=97%;80;90 /binlog=12%;80;90";
    private const string VarAndBinlog = "DISK CRITICAL - /var 97 %, /binlog 97 %|/=40%;80;90 /var=97%;80;90 /binlog=97%;80;90";

    [Fact]
    public void The_story_of_2011_another_partition_inside_the_same_critical_pages_on_the_next_run()
    {
        using var nagios = NagiosEngine.Start(Objects);
        using var state = new TemporaryFolder();
        nagios.Submit("db1", "disk", 2, Var);
        Acknowledge(nagios, "disk", "2;0;0;ops;cleaning up /var");
        Assert.Equal(0, Run(nagios, state).ExitCode);

        nagios.Submit("db1", "disk", 2, VarAndBinlog);

        // Nagios itself sees nothing: still acknowledged, still the same problem.
        Assert.Equal("1", nagios.Service("db1", "disk")["problem_has_been_acknowledged"]);
        var look = Run(nagios, state);
        Assert.Equal(2, look.ExitCode);
        Assert.Matches("^STALE_ACKS CRITICAL - db1/disk acknowledged [0-9.]+ s ago by ops for /var, now also /binlog 97 % \\(1 "
            + "other_problem of 1 acknowledgement\\)$", look.FirstLine);
        Assert.Contains("\"cleaning up /var\"", look.Output, StringComparison.Ordinal);

        // What it says to run is run, and the engine pages again.
        var clear = Run(nagios, state, "--output", "json").Acknowledgements.Single().GetProperty("clear").GetString()!;
        Assert.Equal(0, ProcessRun.OfShell(clear).ExitCode);
        nagios.Await("db1", "disk", status => status["problem_has_been_acknowledged"] == "0", "the end of the acknowledgement");
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", Run(nagios, state).FirstLine);

        // Acknowledged anew for both, it is covered again.
        Acknowledge(nagios, "disk", "2;0;0;ops;both now");
        Assert.Equal(0, Run(nagios, state).ExitCode);
    }

    [Fact]
    public void Worse_and_recovered_and_returned_are_judged_as_nagios_keeps_or_clears_them()
    {
        using var nagios = NagiosEngine.Start(Objects);
        using var state = new TemporaryFolder();

        // A sticky acknowledgement survives WARNING to CRITICAL.
        nagios.Submit("db1", "load", 1, "load 9");
        Acknowledge(nagios, "load", "2;0;1;ops;persistent");
        Assert.Equal(0, Run(nagios, state).ExitCode);
        nagios.Submit("db1", "load", 2, "load 48");
        Assert.Contains("db1/load acknowledged", Run(nagios, state).FirstLine, StringComparison.Ordinal);
        Assert.Equal("worse", Run(nagios, state, "--output", "json").Stale);

        // A recovery clears it but leaves its persistent comment on the next, unacknowledged problem.
        nagios.Submit("db1", "load", 0, "load 1");
        Assert.Equal(0, Run(nagios, state).ExitCode);
        nagios.Submit("db1", "load", 2, "load 50");
        var leftover = Run(nagios, state, "--if-leftover-comment", "warning");
        Assert.Equal(1, leftover.ExitCode);
        Assert.Contains("db1/load is not acknowledged, but a comment by ops", leftover.FirstLine, StringComparison.Ordinal);

        // Acknowledged anew, the newer of the two comments is its own.
        Thread.Sleep(1100);
        Acknowledge(nagios, "load", "1;0;0;second;newer");
        Assert.Equal("newer", Run(nagios, state, "--output", "json").Acknowledgements.Single().GetProperty("comment").GetString());

        // A normal one is cleared by the next state; the type of a removed one stays behind and means nothing.
        nagios.Submit("db1", "load", 1, "load 9");
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", Run(nagios, state).FirstLine);
        Acknowledge(nagios, "load", "2;0;0;ops;again");
        nagios.Command("REMOVE_SVC_ACKNOWLEDGEMENT;db1;load");
        var status = nagios.Await("db1", "load", block => block["problem_has_been_acknowledged"] == "0", "the end of the acknowledgement");
        Assert.Equal("2", status["acknowledgement_type"]);
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", Run(nagios, state).FirstLine);
    }

    [Fact]
    public void An_acknowledgement_of_a_soft_state_is_not_stale_when_that_becomes_hard()
    {
        using var nagios = NagiosEngine.Start(Objects);
        using var state = new TemporaryFolder();
        nagios.Submit("db1", "soft", 2, "broken");
        Acknowledge(nagios, "soft", "1;0;0;ops;early");
        Assert.Equal(0, Run(nagios, state).ExitCode);
        Thread.Sleep(1100);
        nagios.Command("PROCESS_SERVICE_CHECK_RESULT;db1;soft;2;broken");
        Thread.Sleep(1100);
        nagios.Command("PROCESS_SERVICE_CHECK_RESULT;db1;soft;2;broken");
        var status = nagios.Await("db1", "soft", block => block["state_type"] == "1", "the hard state");

        var look = Run(nagios, state, "--output", "json");

        Assert.True(double.Parse(status["last_state_change"], CultureInfo.InvariantCulture) > look.Acknowledgements.Single().GetProperty(
            "acknowledged_at").GetDouble());
        Assert.Equal((0, ""), (look.ExitCode, look.Stale));
    }

    [Fact]
    public void Hosts_groups_notifications_and_texts_of_all_kinds_are_read()
    {
        using var nagios = NagiosEngine.Start(Objects);
        using var state = new TemporaryFolder();
        nagios.Command("PROCESS_HOST_CHECK_RESULT;db1;1;PING CRITICAL");
        Requirements.Until(() => nagios.Status().Any(block => block.Kind == "hoststatus" && block["current_state"] == "1"),
            TimeSpan.FromSeconds(20), "the host down");
        var text = "<script>alert(1)</script> | x=1 ; ü \u202e " + new string('k', 3000);
        nagios.Command($"ACKNOWLEDGE_HOST_PROBLEM;db1;2;0;0;o|p<b>;{text}");
        nagios.Command("DISABLE_HOST_NOTIFICATIONS;db1");
        Requirements.Until(() => nagios.Status().Any(block => block.Kind == "hoststatus"
            && block["problem_has_been_acknowledged"] == "1" && block["notifications_enabled"] == "0"), TimeSpan.FromSeconds(20),
            "the host acknowledged");

        var look = Run(nagios, state, "--include-group", "^mysql$");

        Assert.Equal(1, look.ExitCode);
        Assert.Matches("^STALE_ACKS WARNING - db1 acknowledged [0-9.]+ s ago by o/p< b> while its notifications are off \\(1 "
            + "notifications_off of 1", look.FirstLine);
        Assert.Contains("\"< script>alert(1)< /script> / x=1 ; ü ? kkk", look.Output, StringComparison.Ordinal);
        Assert.Equal("STALE_ACKS OK - nothing that the filters leave is acknowledged", Run(
            nagios, state, "--include-group", "^web$").FirstLine);
        Assert.Equal(0, Run(nagios, state, "--exclude-host", "^db").ExitCode);
    }

    [Fact]
    public void Acknowledgements_survive_a_restart_and_a_dead_nagios_is_unknown()
    {
        using var nagios = NagiosEngine.Start(Objects);
        using var state = new TemporaryFolder();
        nagios.Submit("db1", "disk", 2, Var);
        Acknowledge(nagios, "disk", "1;0;0;ops;cleaning up /var");
        Run(nagios, state);
        var before = Run(nagios, state, "--output", "json").Acknowledgements.Single();

        nagios.Restart();

        // What fails after the restart is still compared with what was acknowledged before it.
        var after = Run(nagios, state, "--output", "json").Acknowledgements.Single();
        Assert.Equal(before.GetProperty("acknowledged_at").GetDouble(), after.GetProperty("acknowledged_at").GetDouble());
        nagios.Submit("db1", "disk", 2, VarAndBinlog);
        Assert.Equal(2, Run(nagios, state).ExitCode);

        nagios.Stop();
        var stopped = Run(nagios, state);
        Assert.Equal(3, stopped.ExitCode);
        Assert.Contains("status.dat does not exist: Nagios removes its status file when it stops", stopped.FirstLine,
            StringComparison.Ordinal);

        nagios.Start();
        nagios.Kill();
        Assert.True(File.Exists(nagios.StatusPath));
        Thread.Sleep(3000);
        var killed = Run(nagios, state, "--max-age", "2s");
        Assert.Equal(3, killed.ExitCode);
        Assert.Matches("status.dat is stale: written [0-9.]+ s ago, 1 s is its update interval; is the engine dead\\?$", killed.FirstLine);
        Assert.Contains("Look through what is acknowledged", killed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_executable_says_the_same_and_a_cron_line_mails_only_what_is_stale()
    {
        using var nagios = NagiosEngine.Start(Objects);
        using var state = new TemporaryFolder();
        nagios.Submit("db1", "disk", 2, Var);
        Acknowledge(nagios, "disk", "2;0;0;ops;cleaning up /var");
        var cron = $"out=$({Repository.Executable("check_stale_acks")} --nagios-config {nagios.Folder}/nagios.cfg --state-dir "
            + $"{state.Path}/s -vvv) || printf '%s\\n' \"$out\"";

        Assert.Equal(("", 0), (ProcessRun.OfShell(cron).Output, 0));
        nagios.Submit("db1", "disk", 2, VarAndBinlog);
        var mailed = ProcessRun.OfShell(cron);

        Assert.StartsWith("STALE_ACKS CRITICAL - db1/disk acknowledged ", mailed.Output, StringComparison.Ordinal);
        Assert.Equal("", mailed.Error);
    }

    [Fact]
    public void Clearing_what_covers_another_problem_pages_for_the_service_itself()
    {
        using var folder = new TemporaryFolder();
        using var nagios = NagiosEngine.Start(Paged(folder));
        using var state = new TemporaryFolder();
        nagios.Submit("db1", "disk", 2, Var);
        Pages(folder, 1);
        Acknowledge(nagios, "disk", "2;0;0;ops;cleaning up /var");
        Assert.Equal(0, Run(nagios, state).ExitCode);
        nagios.Submit("db1", "disk", 2, VarAndBinlog);

        // Nagios itself sees nothing: no second page.
        var planned = Run(nagios, state, "--clear", "other_problem,worse,expired", "--dry-run");
        Assert.Equal(2, planned.ExitCode);
        Assert.Contains("would have been done (--dry-run): removing the acknowledgement of db1/disk: db1/disk acknowledged",
            planned.Output, StringComparison.Ordinal);
        Assert.Equal("1", nagios.Service("db1", "disk")["problem_has_been_acknowledged"]);
        Pages(folder, 1);

        var done = Run(nagios, state, "--clear", "other_problem,worse,expired");

        Assert.Equal(0, done.ExitCode);
        Assert.Contains("removed 1 acknowledgement and asked for a notification: db1/disk; ", done.FirstLine, StringComparison.Ordinal);
        nagios.Await("db1", "disk", status => status["problem_has_been_acknowledged"] == "0", "the end of the acknowledgement");
        Pages(folder, 2);
        Assert.Contains(nagios.Status(), block => block.Kind == "servicecomment" && block["comment_data"].StartsWith(
            "acknowledgement removed: db1/disk acknowledged", StringComparison.Ordinal));
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", Run(nagios, state, "--clear", "other_problem").FirstLine);
        Pages(folder, 2);
    }

    [Fact]
    public void A_passive_service_of_each_host_pages_for_each_finding()
    {
        using var folder = new TemporaryFolder();
        using var nagios = NagiosEngine.Start(Paged(folder));
        using var state = new TemporaryFolder();
        string[] submit = ["--submit", "stale acks", "--report", "changes"];
        nagios.Submit("db1", "disk", 2, Var);
        nagios.Submit("db1", "load", 2, "load of shop is high");
        Pages(folder, 2);
        Acknowledge(nagios, "disk", "2;0;0;ops;cleaning up /var");
        Acknowledge(nagios, "load", "2;0;0;ops;known");
        Run(nagios, state, submit);

        nagios.Submit("db1", "disk", 2, VarAndBinlog);
        Run(nagios, state, submit);
        Pages(folder, 3);
        Assert.StartsWith("CRITICAL - db1/disk acknowledged", nagios.Service("db1", "stale acks")["plugin_output"],
            StringComparison.Ordinal);

        // The same finding is not handed in again, and the next one pages although this service is CRITICAL.
        Assert.DoesNotContain("submitting", Run(nagios, state, submit).Output, StringComparison.Ordinal);
        nagios.Submit("db1", "load", 2, "load of billing is high");
        Run(nagios, state, submit);
        Pages(folder, 4);

        Acknowledge(nagios, "disk", "2;0;0;ops;both");
        Acknowledge(nagios, "load", "2;0;0;ops;both");
        Requirements.Until(() => Run(nagios, state, [.. submit, "--output", "json"]).ExitCode == 0, TimeSpan.FromSeconds(20),
            "everything is covered again");
        nagios.Await("db1", "stale acks", status => status["current_state"] == "0", "the passive service OK");
    }

    [Fact]
    public void One_acknowledgement_is_removed_by_name_and_a_meant_one_is_left_alone()
    {
        using var nagios = NagiosEngine.Start(Objects);
        using var state = new TemporaryFolder();
        nagios.Submit("db1", "disk", 2, Var);
        Acknowledge(nagios, "disk", "2;0;0;ops;stays until the move #keep");

        Assert.Equal(0, Run(nagios, state, "-w", "0:0").ExitCode);
        Assert.Contains("is not acknowledged", Run(nagios, state, "--remove", "db1/load").FirstLine, StringComparison.Ordinal);
        Assert.Equal("STALE_ACKS OK - removed the acknowledgement of db1/disk; nobody is notified by that", Run(
            nagios, state, "--remove", "db1/disk").FirstLine);
        nagios.Await("db1", "disk", status => status["problem_has_been_acknowledged"] == "0", "the end of the acknowledgement");
    }

    // A contact whose pages are lines in a file, and a passive volatile service for --submit, as docs/nagios has it.
    private static string Paged(TemporaryFolder folder)
    {
        var pages = folder.Write("pages", "");
        EngineAccount.Own(folder.Path);
        return $$"""
            define command {
                command_name page
                command_line /bin/echo "$SERVICEDESC$ $NOTIFICATIONTYPE$" >> {{pages}}
            }
            define contact {
                contact_name                    pager
                host_notification_period        always
                service_notification_period     always
                host_notification_options       n
                service_notification_options    w,u,c
                host_notification_commands      none
                service_notification_commands   page
            }
            define service {
                use engine-service
                host_name db1
                service_description stale acks
                check_command none
                active_checks_enabled 0
                is_volatile 1
                contacts pager
            }

            """ + Objects.Replace("check_command none\n", "check_command none\n    contacts pager\n", StringComparison.Ordinal);
    }

    private static void Pages(TemporaryFolder folder, int count)
    {
        int Count() => File.ReadAllLines(Path.Combine(folder.Path, "pages")).Length;
        Requirements.Until(() => Count() >= count, TimeSpan.FromSeconds(20), $"page {count}");
        Thread.Sleep(1500);
        Assert.Equal(count, Count());
    }

    private static void Acknowledge(NagiosEngine nagios, string service, string how)
    {
        nagios.Command($"ACKNOWLEDGE_SVC_PROBLEM;db1;{service};{how}");
        nagios.Await("db1", service, status => status["problem_has_been_acknowledged"] == "1", $"the acknowledgement of {service}");
    }

    private static Look Run(NagiosEngine nagios, TemporaryFolder state, params string[] options) =>
        Look.With(state.Path, ["--nagios-config", Path.Combine(nagios.Folder, "nagios.cfg"), .. options]);
}
