using System.Diagnostics;

namespace Engines.Tests;

/// <summary>A check that has minutes of work, called by an engine that has seconds.</summary>
public sealed class EndlessCheck : IDisposable
{
    private readonly TemporaryFolder _state = new();

    public EndlessCheck()
    {
        Plugins = new PluginFolder("check_conntrack");
        using var folder = new TemporaryFolder();
        new CapturedHost(folder.Path).Table("10", 1000).Endless();
        Host = Plugins.Capture(folder.Path);
        EngineAccount.Own(_state.Path);
    }

    internal PluginFolder Plugins { get; }

    internal string Host { get; }

    /// <summary>The command line; two seconds are less than any engine here allows, a minute is more.</summary>
    internal string[] CommandLine(string timeout, string name) =>
        [Plugins["check_conntrack"], "--root", Host, "--timeout", timeout, "--state-dir", $"{_state.Path}/{name}"];

    /// <summary>Ends the check that an engine is running by SIGKILL, as the out-of-memory killer does.</summary>
    internal void Kill(string name)
    {
        var process = 0;
        Requirements.Until(() => (process = Find($"{_state.Path}/{name}")) != 0, TimeSpan.FromSeconds(30), $"the engine runs {name}");
        ProcessRun.OfShell($"kill -KILL {process}");
    }

    public void Dispose()
    {
        Plugins.Dispose();
        _state.Dispose();
    }

    // The check's own process, not the shell that an engine may have put around it.
    private static int Find(string argument) => Process.GetProcessesByName("check_conntrack").Select(process =>
    {
        using (process)
            return CommandLineOf(process.Id).Contains(argument) ? process.Id : 0;
    }).FirstOrDefault(id => id != 0);

    private static string[] CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }
}

/// <summary>A check's own time limit ends before the engine's and says where it was; what an engine's kill leaves is shown too.</summary>
public sealed class TimeoutTests(EndlessCheck check) : IClassFixture<EndlessCheck>
{
    private const string OwnLimit = "CONNTRACK UNKNOWN - no result within 2 s (--timeout), stopped while reading /proc/";

    [Fact]
    public void In_Nagios_the_own_limit_arrives_as_UNKNOWN_with_its_text_and_a_kill_loses_the_text()
    {
        using var nagios =
            NagiosEngine.Start(
            Host("nagios", "own-limit", "2") + Service("nagios", "engine-limit", "60") + Service("nagios", "killed", "61"),
            "service_check_timeout=6");
        check.Kill("nagios-killed");

        var own = nagios.FirstResult("host", "own-limit");
        Assert.Equal(3, own.State);
        Assert.StartsWith(OwnLimit, own.FirstLine, StringComparison.Ordinal);
        Assert.EndsWith("/net/stat/nf_conntrack", own.FirstLine, StringComparison.Ordinal);

        Assert.Equal(3, nagios.FirstResult("host", "killed").State);

        // Nagios kills the whole process group at once: nothing that the check could do, and a reason for a shorter limit of its own.
        var killed = nagios.FirstResult("host", "engine-limit");
        Assert.Equal(2, killed.State);
        Assert.StartsWith("(Service check timed out after ", killed.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void In_Icinga_the_own_limit_and_a_SIGTERM_both_arrive_as_UNKNOWN_with_their_text()
    {
        using var icinga =
            IcingaEngine.Start(
            "object Host \"host\" { import \"engine-host\" }\n" + Service("own-limit", "2") + Service("engine-limit", "60")
            + Service("killed", "61"));
        check.Kill("icinga-killed");

        var own = icinga.FirstResult("host", "own-limit");
        Assert.Equal(3, own.State);
        Assert.StartsWith(OwnLimit, own.FirstLine, StringComparison.Ordinal);

        Assert.Equal((3, "<Terminated by signal 9 (Killed).>"),
            (icinga.FirstResult("host", "killed").State, icinga.FirstResult("host", "killed").FirstLine));

        var terminated = icinga.FirstResult("host", "engine-limit");
        Assert.Equal(3, terminated.State);
        // Icinga kills for good a tenth of the limit after its SIGTERM: 1.5 s here, which a busy machine keeps, too.
        // Icinga's own remark stands before what the check says once it is told to end.
        Assert.StartsWith(
            "<Timeout exceeded.>CONNTRACK UNKNOWN - ended by SIGTERM while reading /proc/", terminated.FirstLine, StringComparison.Ordinal);

        string Service(string name, string timeout) => $$"""
            object CheckCommand "{{name}}" { command = [ {{string.Join(", ", check.CommandLine(timeout, $"icinga-{name}").Select(word => $"\"{word}\""))}} ] }
            object Service "{{name}}" { import "engine-service"; host_name = "host"; check_command = "{{name}}"; check_timeout = 15 }

            """;
    }

    [Fact]
    public void Through_NRPE_the_own_limit_arrives_as_UNKNOWN_with_its_text_and_a_kill_as_UNKNOWN()
    {
        var commands = new Dictionary<string, string> { ["own-limit"] = Line("own-limit", "2"),
            ["engine-limit"] = Line("engine-limit", "60"), ["killed"] = Line("killed", "61") };
        using var nrpe = NrpeServer.Start(commands, commandTimeout: 5);
        var own = nrpe.Call("own-limit");
        Assert.Equal(3, own.ExitCode);
        Assert.StartsWith(OwnLimit, own.FirstLine, StringComparison.Ordinal);

        var kill = Task.Run(() => check.Kill("nrpe-killed"), TestContext.Current.CancellationToken);
        Assert.Equal(3, nrpe.Call("killed").ExitCode);
        Assert.True(kill.IsCompletedSuccessfully, $"{kill.Exception}");

        // NRPE sends SIGTERM and SIGKILL at once: its own words arrive, or by luck the check's.
        Assert.Equal(3, nrpe.Call("engine-limit").ExitCode);

        string Line(string name, string timeout) => string.Join(' ', check.CommandLine(timeout, $"nrpe-{name}"));
    }

    private string Host(string engine, string name, string timeout) =>
        "define host {\n    use engine-host\n    host_name host\n    check_command none\n}\n" + Service(engine, name, timeout);

    private string Service(string engine, string name, string timeout) => $$"""
        define command {
            command_name    {{name}}
            command_line    {{string.Join(' ', check.CommandLine(timeout, $"{engine}-{name}"))}}
        }
        define service {
            use                     engine-service
            host_name               host
            service_description     {{name}}
            check_command           {{name}}
        }

        """;
}
