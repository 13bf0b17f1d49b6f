namespace Engines.Tests;

/// <summary>A Nagios with a service for every call.</summary>
public sealed class NagiosWithCalls : IDisposable
{
    private readonly Lazy<NagiosEngine> _engine;

    public NagiosWithCalls() => _engine = new Lazy<NagiosEngine>(() => NagiosEngine.Start(Objects()));

    internal PluginCalls Calls { get; } = new();

    internal NagiosEngine Engine => _engine.Value;

    public void Dispose()
    {
        if (_engine.IsValueCreated)
            _engine.Value.Dispose();
        Calls.Dispose();
    }

    private string Objects() => "define host {\n    use engine-host\n    host_name host\n    check_command none\n}\n"
        + string.Concat(Calls.All.Select(call => $$"""
        define command {
            command_name    {{call.Name}}
            command_line    {{string.Join(' ', Calls.CommandLine(call, "nagios"))}}
        }
        define service {
            use                     engine-service
            host_name               host
            service_description     {{call.Name}}
            check_command           {{call.Name}}
        }

        """));
}

/// <summary>Real Nagios Core stores what the published executables print: state, first line, long output and perfdata.</summary>
public sealed class ArrivalInNagiosTests(NagiosWithCalls nagios) : IClassFixture<NagiosWithCalls>
{
    private const int PipeRead = 4096;

    [Theory]
    [MemberData(nameof(PluginCalls.Judged), MemberType = typeof(PluginCalls))]
    public void A_result_arrives_as_it_was_printed(string call, int state) => Arrives(call, state);

    [Theory]
    [MemberData(nameof(PluginCalls.OfEveryExecutable), MemberType = typeof(PluginCalls))]
    public void Misuse_arrives_as_UNKNOWN_with_its_reason(string call) => Arrives(call, 3);

    [Theory]
    [MemberData(nameof(PluginCalls.Plain), MemberType = typeof(PluginCalls))]
    public void Every_executable_can_be_called_without_options(string call) =>
        nagios.Calls.AssertWellFormed(call, nagios.Engine.FirstResult("host", call));

    [Fact]
    public void With_vv_no_output_is_longer_than_what_Nagios_keeps()
    {
        // Nagios 4.4 loses the end of some outputs that are longer than 8,192 bytes, perfdata with it.
        foreach (var call in nagios.Calls.All.Where(call => call.Arguments.Contains("-vv")))
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(nagios.Calls.RunAlone(call.Name).Output), 1, 8000);
        Assert.True(nagios.Calls.RunAlone(PluginCalls.Longer).Output.Length > 7000,
            "no output comes near the limit: the test would miss one that grows");
    }

    private void Arrives(string call, int state)
    {
        var arrived = nagios.Engine.FirstResult("host", call);
        var run = nagios.Calls.RunAlone(call);
        var sent = CheckArrival.Of(run);
        // Nagios 4.4 reads a pipe in pieces of 4,096 bytes, and now and then leaves behind what is behind one when the plugin ends
        // before it was read. First line and perfdata lie within the first.
        if (arrived.LongOutput.Length < sent.LongOutput.Length && Enumerable.Range(1, run.Output.Length / PipeRead)
            .Any(pieces => run.Output[..(pieces * PipeRead)].EndsWith(arrived.LongOutput, StringComparison.Ordinal)))
            arrived = arrived with { LongOutput = sent.LongOutput };
        // Nagios separates fields of its own by semicolons and takes them out of a plugin's text.
        Assert.Equal(sent with { FirstLine = sent.FirstLine.Replace(';', ':') }, arrived);
        Assert.Equal(state, arrived.State);
    }
}
