using System.Globalization;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Which engine is read when no option names one, over trees that look like hosts.</summary>
public sealed class SourceDiscoveryTests : IDisposable
{
    private readonly TemporaryFolder _host = new();
    private readonly TemporaryFolder _state = new();

    public void Dispose()
    {
        _host.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void A_host_without_an_engine_is_not_applicable()
    {
        var look = Run("--output", "json");

        Assert.Equal(3, look.ExitCode);
        Assert.Equal("no Nagios, Naemon, Icinga, Centreon Engine, OMD or Checkmk on this host", look.Json.GetProperty("not_applicable")
            .GetString());
        Assert.Equal(0, Run("--if-not-applicable", "ok").ExitCode);
    }

    [Theory]
    [InlineData("etc/nagios4/nagios.cfg", "var/lib/nagios4/status.dat")]
    [InlineData("etc/nagios/nagios.cfg", "var/spool/mine/status.dat")]
    [InlineData("etc/naemon/naemon.cfg", "var/lib/naemon/status.dat")]
    public void The_one_engine_is_found_by_its_configuration(string configuration, string statusFile)
    {
        _host.Write(configuration, $"# comment\nstatus_update_interval=10\nstatus_file = /{statusFile}\ncommand_file=/run/mine.cmd\n");
        WriteStatus(statusFile, 30);

        var look = Run("--output", "json");

        Assert.Equal(0, look.ExitCode);
        Assert.Equal($"{_host.Path}/{statusFile}", look.Json.GetProperty("data").GetProperty("source").GetString());
        Assert.EndsWith("> /run/mine.cmd", look.Acknowledgements.Single().GetProperty("clear").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_file_in_a_usual_place_is_enough()
    {
        WriteStatus("usr/local/nagios/var/status.dat", 30);

        Assert.StartsWith(
            "STALE_ACKS OK - 1 acknowledgement, seen for the first time: whether it still covers its problem is known from now on; oldest",
            Run().FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void The_update_interval_of_the_configuration_decides_when_the_file_is_stale()
    {
        _host.Write("etc/nagios4/nagios.cfg", "status_file=/var/lib/nagios4/status.dat\nstatus_update_interval=60\n");
        WriteStatus("var/lib/nagios4/status.dat", 250);
        Assert.Equal(0, Run().ExitCode);
        WriteStatus("var/lib/nagios4/status.dat", 320);

        var look = Run();

        Assert.Equal(3, look.ExitCode);
        Assert.EndsWith(
            "is stale: written 5 min ago, 60 s is its update interval; is the engine dead?",
            look.FirstLine.Replace("5.3 min", "5 min", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, Run("--max-age", "10m").ExitCode);
    }

    [Theory]
    [InlineData("omd/sites/one/etc/x", "an engine seems to be installed here")]
    [InlineData("etc/centreon-engine/x", "an engine seems to be installed here")]
    [InlineData("usr/sbin/icinga", "an engine seems to be installed here")]
    public void Where_something_of_an_engine_lies_it_is_not_called_absent(string sign, string reason)
    {
        _host.Write(sign, "");

        var look = Run("--if-not-applicable", "ok");

        Assert.Equal(3, look.ExitCode);
        Assert.Contains(reason, look.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void The_livestatus_of_an_OMD_or_Checkmk_site_is_found()
    {
        _host.Write("omd/sites/prod/tmp/run/live", "");

        Assert.Contains($"{_host.Path}/omd/sites/prod/tmp/run/live: ", Run().FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var/cache/icinga/status.dat")]
    [InlineData("var/cache/nagios/status.dat")]
    [InlineData("var/log/centreon-engine/status.dat")]
    public void The_status_files_of_other_distributions_are_found(string path)
    {
        WriteStatus(path, 1);

        Assert.Equal(0, Run().ExitCode);
    }

    [Fact]
    public void A_directory_that_may_not_be_entered_is_named_with_its_group()
    {
        Requirements.Root();
        WriteStatus("var/lib/nagios4/status.dat", 1);
        var directory = Path.Combine(_host.Path, "var/lib/nagios4");
        Assert.Equal(0, ProcessRun.OfShell($"chmod 755 {_host.Path} && chgrp www-data {directory} && chmod 750 {directory}").ExitCode);

        var obstacle = ProcessRun.Of("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "test", "-x", directory]);
        Assert.NotEqual(0, obstacle.ExitCode);
        Assert.Equal(new PathObstacle(directory, false, "www-data", true), PathObstacle.Of(directory, write: false));
        Assert.Contains(
            $"usermod -a -G www-data -- {Environment.UserName}", new PathObstacle(directory, true, "www-data", true).Remedy().Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_engines_must_be_told_apart_by_an_option()
    {
        WriteStatus("var/lib/nagios4/status.dat", 1);
        _host.Write("run/icinga2/cmd/livestatus", "");

        var look = Run();

        Assert.Equal(3, look.ExitCode);
        Assert.EndsWith(
            $"more than one engine runs here: {_host.Path}/var/lib/nagios4/status.dat, {_host.Path}/run/icinga2/cmd/livestatus",
            look.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, Run("--status-file", $"{_host.Path}/var/lib/nagios4/status.dat").ExitCode);
    }

    [Fact]
    public void The_livestatus_socket_of_the_same_engine_is_no_second_one()
    {
        WriteStatus("var/lib/nagios4/status.dat", 1);
        _host.Write("var/lib/nagios4/rw/live", "");

        Assert.Equal(0, Run().ExitCode);
    }

    [Fact]
    public void An_engine_that_is_installed_and_does_not_run_is_unknown()
    {
        _host.Write("etc/nagios4/nagios.cfg", "status_file=/var/lib/nagios4/status.dat\n");

        var look = Run();

        Assert.Equal(3, look.ExitCode);
        Assert.Contains(
            "/var/lib/nagios4/status.dat does not exist: an engine is installed here", look.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Icinga_without_a_way_in_is_unknown_with_the_ways_there_are()
    {
        _host.Write("etc/icinga2/icinga2.conf", "");

        var look = Run();

        Assert.Equal(3, look.ExitCode);
        Assert.Contains("there is no way in", look.FirstLine, StringComparison.Ordinal);
        Assert.Contains("icinga2 feature enable livestatus", look.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--status-file and --livestatus", "name three sources", "--status-file", "/x", "--livestatus", "/y")]
    [InlineData("a pattern with \\d", "write [0-9]", "--ticket-regex", "OPS-\\d+")]
    [InlineData("a pattern that is none", "is not an extended regular expression", "--include-host", "db[")]
    [InlineData("a state that is none", "is not one of ok, warning, critical, unknown", "--if-worse", "page")]
    [InlineData("a range that is none", "is not a range", "-w", "one day")]
    [InlineData("a duration that is none", "is not a duration", "--max-age", "soon")]
    [InlineData("a minimum state that is none", "is not one of", "--minimum-state", "bad")]
    public void Misuse_is_refused_before_anything_is_read(string what, string reason, params string[] arguments)
    {
        var look = Run(arguments);

        Assert.True(look.ExitCode == 3, what);
        Assert.Contains(reason, look.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_remembered_is_unknown()
    {
        WriteStatus("var/lib/nagios4/status.dat", 1);
        var file = _state.Write("no-directory", "");

        var look = Look.With(file, "--root", _host.Path);

        Assert.Equal(3, look.ExitCode);
        Assert.Contains(
            "what was acknowledged cannot be remembered, so another problem under the same acknowledgement would not be noticed: ",
            look.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_remembered_is_told_before_a_lesser_finding_and_behind_a_worse_one()
    {
        WriteStatus("var/lib/nagios4/status.dat", 1);
        var file = _state.Write("no-directory", "");

        Assert.StartsWith(
            "STALE_ACKS UNKNOWN - what was acknowledged cannot be remembered", Look.With(file, "--root", _host.Path, "-w", "5").FirstLine,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "STALE_ACKS CRITICAL - h/s acknowledged 8 min ago by ops",
            Look.With(file, "--root", _host.Path, "-c", "5").FirstLine.Replace("8.4 min", "8 min", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_memory_is_set_aside_and_begun_anew()
    {
        WriteStatus("var/lib/nagios4/status.dat", 1);
        Run();
        var file = Assert.Single(Directory.GetFiles(_state.Path, "*.state"));
        File.WriteAllText(file, File.ReadAllText(file)[..^9]);

        var look = Run();

        Assert.Equal(0, look.ExitCode);
        Assert.Contains("set aside", look.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("set aside", Run().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_come_from_the_object_cache_beside_the_status_file()
    {
        WriteStatus("var/lib/nagios4/status.dat", 1);
        var missing = Run("--include-group", "x");
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("--include-group and --exclude-group need it", missing.FirstLine, StringComparison.Ordinal);
        _host.Write("var/lib/nagios4/objects.cache",
            "define hostgroup {\n\thostgroup_name\tlinux\n\tmembers\ta,h,z\n\t}\n\ndefine servicegroup "
            + "{\n\tservicegroup_name\tdisks\n\tmembers\ta,s,h,s\n\t}\n\ndefine servicegroup "
            + "{\n\tservicegroup_name\todd\n\tmembers\th\n\t}\n");

        foreach (var (group, found) in new[] { ("^linux$", true), ("^disks$", true), ("^odd$", false), ("^none$", false) })
            Assert.Equal(found, Run("--include-group", group).FirstLine.Contains("OK - 1 acknowledgement", StringComparison.Ordinal));
    }

    private Look Run(params string[] arguments) => Look.With(_state.Path, ["--root", _host.Path, .. arguments]);

    private void WriteStatus(string path, int age)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        _host.Write(path,
            string.Create(CultureInfo.InvariantCulture,
            $"info {{\n\tcreated={now - age}\n\tversion=4.4.6\n\t}}\n\nprogramstatus {{\n\tenable_notifications=1\n\t}}\n\nservicestatus "
            + $"{{\n\thost_name=h\n\tservice_description=s\n\tcurrent_state=2\n\tplugin_output=x\n\tproblem_has_been_acknowledged=1\n\t"
            + $"acknowledgement_type=1\n\t}}\n\n"
            + $"servicecomment {{\n\thost_name=h\n\tservice_description=s\n\tentry_type=4\n\tcomment_id=1\n\t"
            + $"entry_time={now - 500}\n\tauthor=ops\n\tcomment_data=c\n\t}}\n\n"));
    }
}
