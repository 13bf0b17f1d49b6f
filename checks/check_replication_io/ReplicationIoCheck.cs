using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The verdict over all channels of one replica or several.</summary>
internal static partial class ReplicationIoCheck
{
    // More causes than these in one output help nobody.
    private const int MostIncidentsWithSteps = 3;

    /// <summary>Judges everything that was read. Pure: the clock and what earlier runs saw are arguments.</summary>
    /// <param name="replicas">What each server said.</param>
    /// <param name="sources">What looks at a source brought; the server itself, where it is one, comes first.</param>
    /// <param name="history">What earlier runs saw; is told how the channels are now.</param>
    /// <param name="settings">The thresholds.</param>
    /// <param name="now">Seconds since 1970.</param>
    public static NagiosCheckResult Evaluate(
        IReadOnlyList<ReplicaReading> replicas, IReadOnlyList<SourceReading> sources, ChannelHistory history, ReplicationIoSettings settings, double now)
    {
        var channels = new List<ChannelReading>();
        foreach (var replica in replicas)
        {
            foreach (var status in replica.Channels)
            {
                var past = history.Observe($"{replica.Label}/{status.Channel}", status.Io == ReplicaThreadState.Running);
                channels.Add(new ChannelReading(replica.Label, status, past, Incident.Of(status)));
            }
        }

        var nothing = channels.Count == 0 && replicas.All(replica => replica.Failure is null) && sources.All(source => !source.WritesNoBinlog && source.SessionsWaitingForDisk == 0);
        var result = new NagiosCheckResult(Description.Name) { NotApplicable = nothing ? "this server is no replica" : null };
        JudgeServers(result, replicas, settings);
        JudgeIncidents(result, channels, sources, settings);
        foreach (var channel in channels)
            JudgeSqlThread(result, channel, settings);
        Measure(result, channels, settings);
        foreach (var source in sources)
            JudgeSource(result, source, channels, settings, now);
        result.Summary = Summarize(channels);
        result.Data = writer => WriteData(writer, channels);
        return result;
    }

    private static void JudgeServers(NagiosCheckResult result, IReadOnlyList<ReplicaReading> replicas, ReplicationIoSettings settings)
    {
        foreach (var replica in replicas)
        {
            var name = replica.Label.Length == 0 ? "this server" : replica.Label;
            if (replica.Failure is { } failure)
                result.Report(replica.FailureState, $"{name}: {failure}");
            else if (replica.Channels.Count == 0)
                result.Report(settings.IfNotReplica, $"{name} is no replica", "it has no channel at all: never set up, or RESET REPLICA ALL; --if-not-replica chooses this state");
        }
    }

    // Channels with one trouble at one place are one finding: then it is the source, or its binlog.
    private static void JudgeIncidents(NagiosCheckResult result, List<ChannelReading> channels, IReadOnlyList<SourceReading> sources, ReplicationIoSettings settings)
    {
        var explained = 0;
        var groups = channels.Where(channel => channel.Incident is not null).GroupBy(Shared).ToList();
        foreach (var group in groups)
        {
            var members = group.ToList();
            var incident = members[0].Incident!;
            var spot = sources.Select(source => source.SpotAt(incident.Place)).FirstOrDefault(found => found is not null);
            if (spot is { Verdict: SpotVerdict.Sane } && incident.Kind.Class == IncidentClass.EventTooLarge)
                incident = incident.AsTrulyTooLarge();
            var state = members.Select(member => StateOf(member, settings)).Aggregate(NagiosStates.Worst);
            var where = members.Count == 1 ? Alone(members[0]) : Together(members, channels, incident);
            var cause = spot is null ? incident.Cause : $"{incident.Cause}; {spot.Text}";
            if (members.Count > 1)
                cause = $"{UntrustedText.Clean(string.Join(", ", members.Select(member => member.Name)), 120)}: {cause}";
            result.Report(state, where + incident.Headline, cause);
            if (++explained > MostIncidentsWithSteps)
                continue;
            foreach (var step in incident.Steps)
                Advise(result, groups.Count > 1 ? $"{members[0].Name}: {step}" : step);
            if (members[0].Status is { IoError.Length: > 0 } status)
                result.Note(string.Create(CultureInfo.InvariantCulture, $"{members[0].Name} says ({status.IoErrno}): {status.IoError}"));
            if (members[0].Status.Until.Length > 0)
                result.Note($"{members[0].Name} was started UNTIL {members[0].Status.Until}: it stops there by itself");
        }
    }

    // One server's channels have one trouble only if they have one source; several replicas may name one source differently.
    private static string Shared(ChannelReading channel) =>
        channel.Incident!.Kind.Class is IncidentClass.StoppedByHand or IncidentClass.Unknown ? $"{channel.Label}/{channel.Status.Channel}"
        : channel.Label.Length == 0 ? $"{channel.Incident.Key} {channel.Status.Source}"
        : channel.Incident.Key;

    private static string Alone(ChannelReading channel)
    {
        var status = channel.Status;
        if (status.Io == ReplicaThreadState.Stopped)
            return $"{channel.Thread(status.Sql == ReplicaThreadState.Stopped && status.SqlErrno == 0 && channel.Incident!.Kind.Class == IncidentClass.StoppedByHand ? "IO and SQL" : "IO")} stopped, ";
        var seconds = SecondsDown(channel);
        return $"{channel.Thread("IO")} {(seconds > 0 ? $"not connected for {Quantity.Human(seconds, Dimension.Duration)}" : "is not connected")}, ";
    }

    private static string Together(List<ChannelReading> members, List<ChannelReading> all, Incident incident)
    {
        var one = members.TrueForAll(member => member.Label == members[0].Label) ? "channel" : "replica";
        var count = string.Create(CultureInfo.InvariantCulture, $"{members.Count} of {all.Count} {one}s");
        return incident.Kind.IsInTheBinlog ? $"{count} stopped at one place, so it is the source's binlog: " : $"{count} have one trouble: ";
    }

    private static NagiosState StateOf(ChannelReading channel, ReplicationIoSettings settings)
    {
        var incident = channel.Incident!;
        if (incident.Kind.Class == IncidentClass.StoppedByHand)
            return settings.IfStopped;
        if (channel.Status.Io == ReplicaThreadState.Stopped || !incident.Kind.MayPass)
            return NagiosState.Critical;
        return NagiosStates.Worst(NagiosState.Warning, settings.Connecting.Judge(SecondsDown(channel)));
    }

    // The server's own count of attempts knows of a time before this check's first look.
    private static double SecondsDown(ChannelReading channel) => Math.Max(channel.Past.SecondsDown, Attempts.SecondsTried(channel.Status.IoError));

    private static void JudgeSqlThread(NagiosCheckResult result, ChannelReading channel, ReplicationIoSettings settings)
    {
        var status = channel.Status;
        if (status.Sql == ReplicaThreadState.Running)
            return;
        if (status.SqlErrno != 0 || status.SqlError.Length > 0)
        {
            var trouble = SqlTrouble.Of(status);
            result.Report(NagiosState.Critical, string.Create(CultureInfo.InvariantCulture, $"{channel.Thread("SQL")} stopped, {trouble.Headline} (error {status.SqlErrno})"), trouble.Cause);
            foreach (var step in trouble.Steps)
                Advise(result, step);
            result.Note(string.Create(CultureInfo.InvariantCulture, $"{channel.Name} says ({status.SqlErrno}): {status.SqlError}"));
        }
        else if (channel.Incident?.Kind.Class != IncidentClass.StoppedByHand)
        {
            result.Report(settings.IfStopped, $"{channel.Thread("SQL")} stopped, without an error: somebody stopped it", status.Until.Length > 0 ? $"it was started UNTIL {status.Until}" : null);
            Advise(result, $"look at the replica's error log for who stopped it and when; then {status.Start()}");
        }
    }

    // The catalogue's texts are also parts of sentences.
    private static void Advise(NagiosCheckResult result, string step) => result.NextStep(char.ToUpperInvariant(step[0]) + step[1..]);

    private static string Summarize(List<ChannelReading> channels)
    {
        long? lag = null;
        foreach (var channel in channels)
            lag = channel.Status.Lag is { } one ? Math.Max(one, lag ?? 0) : lag;
        var behind = lag is { } seconds ? $"{Quantity.Human(seconds, Dimension.Duration)} behind" : "an unknown time behind";
        return channels.Count == 1
            ? $"IO and SQL thread run, {behind} {channels[0].Status.Source}{(channels[0].Status.Delay > 0 ? $" beyond the delay of {Quantity.Human(channels[0].Status.Delay, Dimension.Duration)}" : "")}"
            : string.Create(CultureInfo.InvariantCulture, $"IO and SQL threads of all {channels.Count} channels run, at most {behind}");
    }
}
