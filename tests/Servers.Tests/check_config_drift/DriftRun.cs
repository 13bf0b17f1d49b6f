using DatabaseServers;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>One run of the check on real servers.</summary>
internal sealed record DriftRun(int ExitCode, string Text, NagiosCheckResult? Result, IReadOnlyList<Difference> Differences)
{
    /// <summary>The password of the account that <see cref="MakeAccount"/> makes.</summary>
    public const string Password = "drift-only";

    /// <summary>Makes the account that the docs page grants, and nothing more; replication carries it to the replicas.</summary>
    public static void MakeAccount(DatabaseServer server, string user, params string[] grants)
    {
        server.Execute($"CREATE USER {user}@'127.0.0.1' IDENTIFIED BY '{Password}'");
        foreach (var grant in grants)
            server.Execute($"GRANT {grant} TO {user}@'127.0.0.1'");
    }

    /// <summary>The right that the docs page names for a family.</summary>
    public static string Right(DatabaseFamily family) =>
        family == DatabaseFamily.MariaDb ? "SLAVE MONITOR ON *.*" : "REPLICATION CLIENT ON *.*";

    /// <summary>Judges the servers of a group with an account.</summary>
    public static DriftRun Of(ServerGroup group, string user, params string[] more) =>
        Of(["--hosts", group.Hosts, "--user", user, "--password", Password, "-vvv", .. more]);

    /// <summary>Runs the check with arguments.</summary>
    public static DriftRun Of(params string[] arguments)
    {
        using var output = new StringWriter();
        NagiosCheckResult? result = null;
        IReadOnlyList<Difference> differences = [];
        var exitCode = CheckHost.Run<ConfigDriftOptions>(new ConfigDriftCheck().Description, arguments, output, (options, run) =>
        {
            var limits = ConfigDriftLimits.Parse(options);
            var measurement = new ConfigDriftProbe(options, limits, run).Read();
            differences = TreeComparison.Compare(DriftTree.Of(measurement.Servers));
            return result = ConfigDriftEvaluation.Judge(measurement, limits);
        });
        return new DriftRun(exitCode, output.ToString(), result, differences);
    }

    /// <summary>The commands of the step that is about a variable of one server.</summary>
    public IReadOnlyList<string> Cure(string server, string variable)
    {
        var step = Assert.Single(Result!.Steps, step => step.Text.StartsWith($"On {server}", StringComparison.Ordinal)
            && step.Text.Contains($"`{variable}`", StringComparison.Ordinal));
        return [.. step.Commands.Select(command => command.Text)];
    }
}
