namespace Engines.Tests;

/// <summary>An Icinga with a service for every call.</summary>
public sealed class IcingaWithCalls : IDisposable
{
    private readonly Lazy<IcingaEngine> _engine;

    public IcingaWithCalls() => _engine = new Lazy<IcingaEngine>(() => IcingaEngine.Start(Objects()));

    internal PluginCalls Calls { get; } = new();

    internal IcingaEngine Engine => _engine.Value;

    public void Dispose()
    {
        if (_engine.IsValueCreated)
            _engine.Value.Dispose();
        Calls.Dispose();
    }

    private string Objects() => "object Host \"host\" { import \"engine-host\" }\n" + string.Concat(Calls.All.Select(call => $$"""
        object CheckCommand "{{call.Name}}" { command = [ {{string.Join(", ", Calls.CommandLine(call, "icinga").Select(word => $"\"{word}\""))}} ] }
        object Service "{{call.Name}}" { import "engine-service"; host_name = "host"; check_command = "{{call.Name}}" }

        """));
}

/// <summary>The classes that use it take turns, so that it is started once.</summary>
[CollectionDefinition(Name)]
public sealed class IcingaCollection : ICollectionFixture<IcingaWithCalls>
{
    public const string Name = "Icinga with calls";
}

/// <summary>Real Icinga 2 stores what the published executables print: state, first line, long output and perfdata.</summary>
[Collection(IcingaCollection.Name)]
public sealed class ArrivalInIcingaTests(IcingaWithCalls icinga)
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
        icinga.Calls.AssertWellFormed(call, icinga.Engine.FirstResult("host", call));

    [Fact]
    public void Output_of_more_than_8_KB_arrives_whole()
    {
        Assert.True(icinga.Calls.RunAlone(PluginCalls.Longest).Output.Length > 8192, "the longest output is not long enough for this test");
        Arrives(PluginCalls.Longest, 2);
    }

    private void Arrives(string call, int state)
    {
        var arrived = icinga.Engine.FirstResult("host", call);
        var sent = CheckArrival.Of(icinga.Calls.RunAlone(call));
        // Icinga takes the quotes off a label and puts them back only where there is a blank in it.
        Assert.Equal(sent with { PerfData = string.Join(' ', PerfDataItem.Split(sent.PerfData)) }, arrived);
        Assert.Equal(state, arrived.State);
    }
}
