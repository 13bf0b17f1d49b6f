using System.Globalization;
using MySql.ReplicationTree;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>The options after checking, before anything is probed.</summary>
/// <param name="Choice">Which servers are looked at.</param>
/// <param name="Ready">How many replicas must be ready.</param>
/// <param name="Prefer">Servers to choose first, in order.</param>
/// <param name="Never">Servers never to choose.</param>
/// <param name="IfNotAsked">State where a server was not asked that may hold more than the others.</param>
/// <param name="IfWritable">State of a replica that can be written to.</param>
/// <param name="IfServerDown">State where the only server is down.</param>
/// <param name="IsPlanWanted">True for --plan.</param>
internal sealed record FailoverLimits(TreeChoice Choice, int Ready, IReadOnlyList<string> Prefer, IReadOnlyList<string> Never,
    NagiosState IfNotAsked, NagiosState IfWritable, NagiosState IfServerDown, bool IsPlanWanted)
{
    private const int MostReady = 100;

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">An option is not what it should be.</exception>
    public static FailoverLimits Of(FailoverOptions options)
    {
        if (!int.TryParse(options.Ready, NumberStyles.None, CultureInfo.InvariantCulture, out var ready) || ready is < 1 or > MostReady)
            throw CheckException.Usage("--ready", options.Ready, $"is no whole number from 1 to {MostReady}");
        return new FailoverLimits(
            TreeChoice.Of(options), ready, Names("--prefer", options.Prefer), Names("--never", options.Never),
            NagiosStates.Parse("--if-not-asked", options.IfNotAsked), NagiosStates.Parse("--if-writable", options.IfWritable),
            NagiosStates.Parse("--if-server-down", options.IfServerDown), options.Plan);
    }

    private static IReadOnlyList<string> Names(string option, string? text)
    {
        if (text is null)
            return [];
        try
        {
            return [.. ServerAddress.ParseList(text).Select(address => address.Label)];
        }
        catch (CheckException)
        {
            throw CheckException.Usage(option, text, "is not a list such as db1,db2:3307, each server once");
        }
    }
}
