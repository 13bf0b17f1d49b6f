using System.Globalization;
using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The verdict over all servers of a tree. Pure: what was read is an argument.</summary>
internal static class ConfigDriftEvaluation
{
    /// <summary>Judges everything that was read.</summary>
    /// <exception cref="CheckException">An expectation is for a server that is not there, or an answer makes no sense.</exception>
    public static NagiosCheckResult Judge(ConfigDriftMeasurement measurement, ConfigDriftLimits limits)
    {
        var tree = DriftTree.Of(measurement.Servers);
        RefuseStrangers(limits.Expectations, tree);
        var verdict = new DriftVerdict(
            tree,
            [.. TreeComparison.Compare(tree).Where(difference => limits.Selects(difference.Name)).OrderByDescending(
                difference => difference.Class).ThenByDescending(difference => difference.IsSilent)],
            [.. RestartDrift.Find(tree).Where(drift => limits.Selects(drift.Running.Name))],
            BrokenExpectation.Find(tree, limits.Expectations));
        var result = new NagiosCheckResult(ConfigDriftCheck.ResultName);
        ReportDown(result, tree, limits);
        UnseenAnswers.Report(result, tree, measurement.IsDiscovered);
        ReportEmptyChoice(result, tree, limits);
        Report(result, verdict, limits);
        Graph(result, verdict);
        result.Summary = Summary(verdict);
        result.Headline = Headline(result, verdict, limits);
        ConfigDriftAdvice.Advise(result, verdict, limits);
        foreach (var note in Notes(measurement, verdict))
            result.Note(note);
        result.Data = writer => ConfigDriftJson.Write(writer, verdict, limits);
        if (limits.All)
            result.Screen = _ => new ConfigDriftScreen(verdict, result).Lines();
        return result;
    }

    private static void RefuseStrangers(IReadOnlyList<Expectation> expectations, DriftTree tree)
    {
        foreach (var expectation in expectations)
        {
            if (expectation.Server is { } name && !tree.Tree.Servers.Any(server => server.Name == name))
                throw new CheckException($"--expectations: the group [{UntrustedText.Clean(name, 60)}] names no server; there are "
                    + DriftText.Names([.. tree.Tree.Servers.Select(server => server.Name)]));
        }
    }

    private static void ReportDown(NagiosCheckResult result, DriftTree tree, ConfigDriftLimits limits)
    {
        foreach (var server in tree.Tree.Servers)
        {
            if (server.Answers.Down is { } why)
                result.Report(server.Answers.IsNotRunning ? limits.IfServerDown : NagiosState.Unknown,
                    $"{UntrustedText.Clean(server.Name, 60)} could not be asked: {UntrustedText.Clean(Reason(server.Answers, why), 200)}");
        }

        if (tree.Servers.Count == 1 && tree.Servers[0].Place.Channels is [var channel, ..])
        {
            result.Report(NagiosState.Unknown, $"nothing to compare with: {UntrustedText.Clean(tree.Servers[0].Name, 60)} follows "
                + $"{UntrustedText.Clean(channel.Source, 80)}, which was not asked");
        }
    }

    // The address at its end is for the tree; the line begins with it.
    private static string Reason(ServerAnswers server, string why) =>
        server.Address is { } address && why.EndsWith($", at {address}", StringComparison.Ordinal) ? why[..^(address.Length + 5)] : why;

    // A name that was mistyped would be an OK for good. What is no variable has a blank in its name ("plugin *"), or is the version.
    private static void ReportEmptyChoice(NagiosCheckResult result, DriftTree tree, ConfigDriftLimits limits)
    {
        if (tree.Servers.Count == 0)
            return;
        var missing = limits.Only.Where(pattern => !pattern.Contains(' ', StringComparison.Ordinal)
            && !NamePattern.Matches(pattern, "version")
            && !tree.Servers.Any(server => server.Settings.Keys.Any(name => NamePattern.Matches(pattern, name)
                || NamePattern.Matches(VariableNames.Newest(pattern), name)))).ToList();
        if (missing.Count == limits.Only.Count && missing.Count > 0)
            result.Report(NagiosState.Unknown, $"nothing was compared: no server has {DriftText.Names(missing)} (--only)");
        else if (missing.Count > 0)
            result.Note($"no server has {DriftText.Names(missing)} (--only)");
    }

    private static void Report(NagiosCheckResult result, DriftVerdict verdict, ConfigDriftLimits limits)
    {
        foreach (var difference in verdict.Differences)
        {
            if (difference.Class > DriftClass.Derived)
                result.Report(limits.StateOf(difference.Class), DriftText.Line(difference), DriftText.Cause(difference));
        }

        foreach (var drift in verdict.Restarts)
        {
            if (drift.IsWorse)
                result.Report(limits.IfRestartChanges, DriftText.Line(drift), DriftText.Cause(drift));
        }

        foreach (var (server, expected, setting) in verdict.Unexpected)
        {
            var kind = DriftRules.Of(VariableNames.Newest(expected.Name))?.Kind ?? ValueKind.Plain;
            result.Report(limits.IfUnexpected, $"not as expected: {UntrustedText.Clean(expected.Name, 80)} is "
                + $"{(setting is null ? "not there" : UntrustedText.Clean(VariableValue.Human(kind, setting.Raw), 80))} on "
                + $"{UntrustedText.Clean(server.Name, 60)}, and {UntrustedText.Clean(expected.Value, 80)} is expected");
        }
    }

    private static void Graph(NagiosCheckResult result, DriftVerdict verdict)
    {
        result.Graph(ConfigDriftSeries.Breaks, verdict.Count(DriftClass.Breaks));
        result.Graph(ConfigDriftSeries.Statements, verdict.Count(DriftClass.Statement));
        result.Graph(ConfigDriftSeries.AfterPromotion, verdict.Count(DriftClass.AfterPromotion));
        result.Graph(ConfigDriftSeries.Slower, verdict.Count(DriftClass.Slower));
        result.Graph(ConfigDriftSeries.RestartChanges, verdict.Restarts.Count(drift => drift.IsWorse));
        result.Graph(ConfigDriftSeries.Unexpected, verdict.Unexpected.Count);
        result.Graph(ConfigDriftSeries.Cosmetic, verdict.Count(DriftClass.Cosmetic) + verdict.Count(DriftClass.Unclassified));
        result.Graph(ConfigDriftSeries.Servers, verdict.Tree.Servers.Count);
    }

    private static string Summary(DriftVerdict verdict)
    {
        var servers = verdict.Tree.Servers;
        if (servers.Count == 0)
            return "no server was compared";
        var harmless = verdict.Count(DriftClass.Cosmetic) + verdict.Count(DriftClass.Unclassified);
        return servers.Count == 1
            ? $"{UntrustedText.Clean(servers[0].Name, 60)} has no source and no replica here; a restart changes nothing that matters"
            : string.Create(
                CultureInfo.InvariantCulture, $"{DriftText.Names([.. servers.Select(server => server.Name)])} agree in all that "
                + $"matters{(harmless > 0 ? $", {Quantity.Count(harmless, "harmless difference", "harmless differences")}" : "")}");
    }

    // The worst and its consequence, then how many more of each class.
    private static string? Headline(NagiosCheckResult result, DriftVerdict verdict, ConfigDriftLimits limits)
    {
        Finding? worst = null;
        foreach (var finding in result.Findings)
        {
            if (finding.State != NagiosState.Ok && (worst is null || finding.State.Severity() > worst.State.Severity()))
                worst = finding;
        }

        if (worst is null)
            return null;
        var more = new List<string>();
        foreach (var (found, words) in new[]
            {
                (DriftClass.Breaks, "break replication"), (DriftClass.Statement, "change results of statements"),
                (DriftClass.AfterPromotion, "change after promotion"), (DriftClass.Slower, "slower"),
            })
        {
            var count = verdict.Count(found);
            if (count > 0 && limits.StateOf(found) != NagiosState.Ok)
                more.Add($"{count} {words}");
        }

        var restarts = verdict.Restarts.Count(drift => drift.IsWorse);
        if (restarts > 0)
            more.Add($"{restarts} after a restart");
        if (verdict.Unexpected.Count > 0)
            more.Add($"{verdict.Unexpected.Count} not as expected");
        var cause = worst.Cause is { } why ? $": {why}" : "";
        var isAlone = result.Findings.Count(finding => finding.State != NagiosState.Ok) == 1;
        return UntrustedText.FitBytes(worst.Text + cause, 300)
            + (isAlone || more.Count == 0 ? "" : $" (in all: {string.Join(", ", more)})");
    }

    private static IEnumerable<string> Notes(ConfigDriftMeasurement measurement, DriftVerdict verdict)
    {
        foreach (var note in measurement.Notes)
            yield return note;
        if (measurement.RecordedAt is { } at)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"judged from a recording of {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        if (verdict.Tree.Tree.Top is { Answers.Down: not null } down && verdict.Tree.Servers.Count > 1)
            yield return $"the source {UntrustedText.Clean(down.Name, 60)} was not asked: its replicas are compared with "
                + $"{UntrustedText.Clean(verdict.Tree.Servers[0].Name, 60)}, and either may be the better one";
        if (verdict.Tree.Pairs.Any(pair => pair.IsOfEquals && pair.Replica.Place.Channels.Count == 0))
            yield return "who follows whom is not known of every server: differences in both directions count";
        foreach (var server in verdict.Tree.Servers)
        {
            var unknown = verdict.Restarts.Where(drift => drift.Server == server && drift.Next.Setting is null).ToList();
            if (unknown.Count > 0)
                yield return $"{DriftText.Names([.. unknown.Select(drift => drift.Running.ServerName)])} of "
                    + $"{UntrustedText.Clean(server.Name, 60)}: set while the server ran, and what a restart brings is not known "
                    + $"({UntrustedText.Clean(unknown[0].Next.From, 120)})";
        }
    }
}
