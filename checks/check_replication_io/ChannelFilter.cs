using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>A list of channels as an operator writes it: <c>dc1,dc2</c>, <c>db3/dc1</c> for one host of --hosts, <c>default</c> for the one
/// without a name.</summary>
internal sealed record ChannelFilter(IReadOnlyList<string> Names)
{
    private const string Default = "default";

    /// <summary>True when no channel was named.</summary>
    public bool IsEmpty => Names.Count == 0;

    /// <summary>Reads a list.</summary>
    /// <exception cref="CheckException">An entry is empty or there twice.</exception>
    public static ChannelFilter Parse(string option, string? text)
    {
        if (text is null)
            return new ChannelFilter([]);
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        if (names.Contains(""))
            throw CheckException.Usage(option, text, $"has an empty entry; the channel without a name is called {Default}");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? new ChannelFilter(names)
            : throw CheckException.Usage(option, text, "names a channel twice");
    }

    /// <summary>True when the list names this channel.</summary>
    /// <param name="host">The host's label; empty where only one server is asked.</param>
    /// <param name="channel">The channel; empty for the default one.</param>
    public bool Has(string host, string channel) => Names.Any(name => Matches(name, host, channel));

    /// <summary>The names of the list that no channel has.</summary>
    public IEnumerable<string> Without(IEnumerable<(string Host, string Channel)> channels)
    {
        var all = channels.ToList();
        return Names.Where(name => !all.Exists(one => Matches(name, one.Host, one.Channel)));
    }

    private static bool Matches(string name, string host, string channel)
    {
        var called = channel.Length == 0 ? Default : channel;
        return name == called || (host.Length > 0 && name == $"{host}/{called}");
    }
}
