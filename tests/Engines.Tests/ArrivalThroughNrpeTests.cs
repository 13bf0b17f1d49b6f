namespace Engines.Tests;

/// <summary>An NRPE server with a command for every call.</summary>
public sealed class NrpeWithCalls : IDisposable
{
    private readonly Lazy<NrpeServer> _server;

    public NrpeWithCalls() =>
        _server = new Lazy<NrpeServer>(
            () => NrpeServer.Start(Calls.All.ToDictionary(call => call.Name, call => string.Join(' ', Calls.CommandLine(call, "nrpe")))));

    internal PluginCalls Calls { get; } = new();

    internal NrpeServer Server => _server.Value;

    public void Dispose()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
        Calls.Dispose();
    }
}

/// <summary>Real check_nrpe prints what the published executables print beside a real NRPE server, and ends with their exit code.</summary>
public sealed class ArrivalThroughNrpeTests(NrpeWithCalls nrpe) : IClassFixture<NrpeWithCalls>
{
    [Theory]
    [MemberData(nameof(PluginCalls.Judged), MemberType = typeof(PluginCalls))]
    public void A_result_arrives_as_it_was_printed(string call, int state) => Arrives(call, state);

    [Theory]
    [MemberData(nameof(PluginCalls.OfEveryExecutable), MemberType = typeof(PluginCalls))]
    public void Misuse_arrives_as_UNKNOWN_with_its_reason(string call) => Arrives(call, 3);

    [Theory]
    [MemberData(nameof(PluginCalls.Plain), MemberType = typeof(PluginCalls))]
    public void Every_executable_can_be_called_without_options(string call) =>
        nrpe.Calls.AssertWellFormed(call, CheckArrival.Of(nrpe.Server.Call(call)));

    [Fact]
    public void Output_of_more_than_8_KB_arrives_whole()
    {
        Assert.True(nrpe.Calls.RunAlone(PluginCalls.Longest).Output.Length > 8192, "the longest output is not long enough for this test");
        Arrives(PluginCalls.Longest, 2);
    }

    [Theory]
    [InlineData("-2")]
    [InlineData("-3")]
    public void Older_packets_cut_the_long_output_but_never_the_first_line(string version)
    {
        // A call that keeps no state: it may be made again.
        var sent = nrpe.Calls.RunAlone(PluginCalls.Longer);
        Assert.True(sent.Output.Length > 1023, "the output is not long enough for this test");
        var arrived = nrpe.Server.Call(PluginCalls.Longer, version);
        Assert.Equal((2, sent.FirstLine), (arrived.ExitCode, arrived.FirstLine));
        Assert.StartsWith(arrived.Output.TrimEnd('\n'), sent.Output, StringComparison.Ordinal);
        Assert.True(arrived.Output.Length < sent.Output.Length, "nothing was cut: the packets are not the old ones");
    }

    private void Arrives(string call, int state)
    {
        var arrived = nrpe.Server.Call(call);
        var sent = nrpe.Calls.RunAlone(call);
        Assert.Equal((state, sent.Output), (arrived.ExitCode, arrived.Output));
        Assert.Equal(state, sent.ExitCode);
    }
}
