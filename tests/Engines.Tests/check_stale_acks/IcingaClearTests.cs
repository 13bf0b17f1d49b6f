namespace NagiosChecks.StaleAcks.Tests;

/// <summary>--clear and --submit beside a real Icinga 2: the pages that it sends are counted.</summary>
public sealed class IcingaClearTests
{
    private const string Objects = """
        object CheckCommand "nothing" { command = [ "/bin/true" ] }
        object Host "db1" { import "engine-host" }
        object Service "disk" { import "engine-service"; host_name = "db1"; check_command = "nothing"; enable_active_checks = false }
        object Service "load" { import "engine-service"; host_name = "db1"; check_command = "nothing"; enable_active_checks = false }
        """;

    private static readonly string[] Var = ["/=40%;80;90", "/var=97%;80;90", "/binlog=12%;80;90"];
    private static readonly string[] VarAndBinlog = ["/=40%;80;90", "/var=97%;80;90", "/binlog=97%;80;90"];

    [Fact]
    public void Clearing_what_covers_another_problem_pages_for_the_service_itself()
    {
        using var folder = new TemporaryFolder();
        using var icinga = new Icinga(Objects + Paged(folder));
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        Pages(folder, 1);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        icinga.Run("api", "--clear", "other_problem");
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", VarAndBinlog);
        Pages(folder, 1);

        var done = icinga.Run("api", "--clear", "other_problem");

        Assert.Contains("removed 1 acknowledgement and asked for a notification: db1/disk; ", done.FirstLine, StringComparison.Ordinal);
        icinga.Engine.Await("db1", "disk", attributes => attributes["acknowledgement"]!.GetValue<double>() == 0,
            "the end of the acknowledgement");
        Pages(folder, 2);
    }

    // In Icinga the notification and the comment are permissions of their own, so a user may have the one without the other.
    private const string Users = """

        object ApiUser "mute" { password = "secret"; permissions = [ "objects/query/*", "actions/remove-acknowledgement", "actions/send-custom-notification" ] }
        object ApiUser "silent" { password = "secret"; permissions = [ "objects/query/*", "actions/remove-acknowledgement", "actions/add-comment" ] }
        """;

    [Fact]
    public void A_user_who_may_not_comment_still_pages_and_says_that_the_comment_is_missing()
    {
        using var folder = new TemporaryFolder();
        using var icinga = new Icinga(Objects + Users + Paged(folder));
        Cover(icinga, folder, "mute");

        var done = Run(icinga, "mute", "--clear", "other_problem");

        Assert.Equal(1, done.ExitCode);
        Assert.StartsWith("STALE_ACKS WARNING - the acknowledgement of db1/disk is removed and a notification asked for, but the comment "
            + "that says why was not added: ", done.FirstLine, StringComparison.Ordinal);
        Assert.Contains("the API user needs the permission actions/add-comment", done.Output, StringComparison.Ordinal);
        Pages(folder, 2);
        Assert.Equal(0, icinga.Engine.Service("db1", "disk")["acknowledgement"]!.GetValue<double>());
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", Run(icinga, "mute", "--clear", "other_problem").FirstLine);
        Pages(folder, 2);
    }

    [Fact]
    public void A_user_who_may_not_notify_stays_critical_until_the_permission_is_given_and_the_page_is_sent()
    {
        using var folder = new TemporaryFolder();
        using var icinga = new Icinga(Objects + Users + Paged(folder));
        Cover(icinga, folder, "silent");

        foreach (var _ in new[] { "removes", "asks again" })
        {
            var done = Run(icinga, "silent", "--clear", "other_problem");
            Assert.Equal(2, done.ExitCode);
            Assert.StartsWith("STALE_ACKS CRITICAL - the acknowledgement of db1/disk is removed, but nobody was notified: ", done.FirstLine,
                StringComparison.Ordinal);
            Assert.Contains("the API user needs the permission actions/send-custom-notification", done.Output, StringComparison.Ordinal);
            Assert.Contains("Tell who is on duty about db1/disk", done.Output, StringComparison.Ordinal);
        }

        Pages(folder, 1);
        Assert.Contains("now also /binlog", icinga.Engine.Api.Get("/v1/objects/comments").ToJsonString(), StringComparison.Ordinal);

        icinga.Engine.Console("get_object(ApiUser, \"silent\").permissions = [ \"objects/query/*\", \"actions/*\" ]");

        Assert.Equal(0, Run(icinga, "silent", "--clear", "other_problem").ExitCode);
        Pages(folder, 2);
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", Run(icinga, "silent", "--clear", "other_problem").FirstLine);
        Pages(folder, 2);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("unix")]
    [InlineData("tcp")]
    public void A_dry_run_says_what_it_would_do_and_leaves_the_engine_alone(string source)
    {
        using var folder = new TemporaryFolder();
        using var icinga = new Icinga(Objects + Paged(folder));
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        icinga.Run(source);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", VarAndBinlog);

        var planned = icinga.Run(source, "--clear", "other_problem", "--submit", "stale acks", "--dry-run");
        var removal = icinga.Run(source, "--remove", "db1/disk", "--dry-run");

        Assert.Equal(2, planned.ExitCode);
        Assert.Contains("would have been done (--dry-run): removing the acknowledgement of db1/disk: db1/disk acknowledged",
            planned.Output, StringComparison.Ordinal);
        Assert.Contains("would have been done (--dry-run): submitting a result to db1/stale acks: CRITICAL - db1/disk acknowledged",
            planned.Output, StringComparison.Ordinal);
        Assert.Contains("would remove (--dry-run) the acknowledgement of db1/disk", removal.FirstLine, StringComparison.Ordinal);
        Pages(folder, 1);
        Assert.Equal(2, icinga.Engine.Service("db1", "disk")["acknowledgement"]!.GetValue<double>());
        Assert.Null(icinga.Engine.Service("db1", "stale acks")["last_check_result"]);
        Assert.Single(icinga.Engine.Api.Get("/v1/objects/comments")["results"]!.AsArray());
    }

    // Acknowledged for /var and seen so; now /binlog fails too, and Icinga has sent one page.
    private static void Cover(Icinga icinga, TemporaryFolder folder, string user)
    {
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        Pages(folder, 1);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        Assert.Equal(0, Run(icinga, user).ExitCode);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", VarAndBinlog);
        Pages(folder, 1);
    }

    private static Look Run(Icinga icinga, string user, params string[] options)
    {
        var file = icinga.State.Write(user, "secret\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Look.With(icinga.State.Path, [.. icinga.Options("api")[..2], "-u", user, "--password-file", file, "--ssl-ca",
            IcingaCertificates.Authority, "--ssl-name", IcingaCertificates.NodeName, .. options]);
    }

    [Fact]
    public void A_passive_service_of_each_host_pages_for_each_finding()
    {
        using var folder = new TemporaryFolder();
        using var icinga = new Icinga(Objects + Paged(folder));
        string[] submit = ["--submit", "stale acks", "--report", "changes"];
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Engine.Submit("db1", "load", 2, "load of shop is high");
        Pages(folder, 2);
        icinga.Acknowledge("disk", sticky: true, "cleaning up /var");
        icinga.Acknowledge("load", sticky: true, "known");
        icinga.Run("unix", submit);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", VarAndBinlog);
        icinga.Run("unix", submit);
        Pages(folder, 3);

        icinga.Engine.Submit("db1", "load", 2, "load of billing is high");
        icinga.Run("unix", submit);

        Pages(folder, 4);
        Assert.Equal(2, icinga.Engine.Service("db1", "stale acks")["state"]!.GetValue<double>());
    }

    [Fact]
    public void What_an_account_may_not_do_is_named_with_the_permission()
    {
        using var icinga = new Icinga(Objects + """

            object ApiUser "reader" { password = "reader"; permissions = [ "objects/query/Host", "objects/query/Service", "objects/query/Comment" ] }
            """);
        icinga.Engine.Submit("db1", "disk", 2, "DISK CRITICAL", Var);
        icinga.Acknowledge("disk", sticky: true, "x");
        var file = icinga.State.Write("reader", "reader\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var look = Look.With(icinga.State.Path, [.. icinga.Options("api")[..2], "-u", "reader", "--password-file", file,
            "--ssl-insecure", "--remove", "db1/disk"]);

        Assert.Equal(3, look.ExitCode);
        Assert.Contains("the API user needs the permission actions/remove-acknowledgement", look.Output, StringComparison.Ordinal);
    }

    // A notification whose pages are lines in a file, and a passive volatile service for --submit, as docs/icinga has it.
    private static string Paged(TemporaryFolder folder)
    {
        var pages = folder.Write("pages", "");
        EngineAccount.Own(folder.Path);
        return $$"""

            object User "pager" { }
            object NotificationCommand "page" { command = [ "/bin/sh", "-c", "echo page >> {{pages}}" ] }
            object NotificationComponent "notification" { }
            object Service "stale acks" { import "engine-service"; host_name = "db1"; check_command = "nothing"; enable_active_checks = false; volatile = true }
            apply Notification "page" to Service { command = "page"; users = [ "pager" ]; interval = 0; states = [ Warning, Critical, Unknown ]; types = [ Problem, Custom ]; assign where true }
            """;
    }

    private static void Pages(TemporaryFolder folder, int count)
    {
        int Count() => File.ReadAllLines(Path.Combine(folder.Path, "pages")).Length;
        Requirements.Until(() => Count() >= count, TimeSpan.FromSeconds(20), $"page {count}");
        Thread.Sleep(1500);
        Assert.Equal(count, Count());
    }
}
