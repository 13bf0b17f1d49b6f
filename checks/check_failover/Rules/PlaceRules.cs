using System.Globalization;

namespace NagiosChecks.Failover;

/// <summary>A candidate follows the tree's source, directly and by its only channel.</summary>
internal static class PlaceRules
{
    public static void Judge(FailoverReplica replica, FailoverTree tree)
    {
        var channels = replica.Server.Channels;
        if (channels.Count > 1)
        {
            replica.Add(Reason.Blocker(string.Create(CultureInfo.InvariantCulture,
                $"it has {channels.Count} channels: no plan can be sure of a replica of several sources")));
        }
        else if (!replica.IsDirect && tree.Source is not null)
        {
            replica.Add(Reason.Blocker(
                $"it follows {replica.Server.Sources[0]?.Name ?? replica.Channel.Source} and not {tree.SourceName}"));
        }
        else if (tree.IsRing && tree.Source!.Sources is [var partner] && partner is not null && partner != replica.Server)
        {
            replica.Add(Reason.Blocker(
                $"{tree.SourceName} and {partner.Name} follow each other: {partner.Name} is the one that takes over"));
        }
    }
}
