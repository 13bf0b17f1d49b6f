using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Acknowledgements from the status file of Nagios 4 or Naemon.</summary>
/// <param name="path">The status file.</param>
/// <param name="configuration">The engine's main configuration; null where it is not known.</param>
/// <param name="maximumAge">How old, in seconds, the file may be; null for a limit made from the update interval.</param>
/// <param name="commandFile">The command file for the commands that are shown and sent; null for the configured one.</param>
/// <param name="groups">Whether groups are wanted; they come from the engine's object cache.</param>
internal sealed class StatusFileSource(string path, NagiosConfiguration? configuration, double? maximumAge, string? commandFile,
    bool groups) : AcknowledgementSource
{
    private const double AgeWithoutConfiguration = 120;
    private const double LowestMaximumAge = 60;
    private const double ClockSkew = 60;

    /// <inheritdoc/>
    public override string Where => path;

    /// <inheritdoc/>
    public override EngineReport Read(CheckRun run)
    {
        run.Stage = $"reading {path}";
        using var source = FileSource.Open(path, out var error) ?? throw Unreadable(error);
        var file = StatusFile.Read(new StatusBlocks(source, path), path);
        RefuseStale(file.Created, run.Clock.WallSeconds);
        return groups ? file.Report with { Problems = ObjectCache.WithGroups(file.Report.Problems, configuration?.ObjectCacheFile
            ?? Beside("objects.cache"), run) } : file.Report;
    }

    /// <inheritdoc/>
    public override void Act(EngineAction action, CheckRun run)
    {
        run.Stage = $"writing to {CommandFile}";
        CommandPipe.Write(CommandFile, [string.Create(CultureInfo.InvariantCulture,
            $"[{(long)run.Clock.WallSeconds}] {action.ExternalCommand()}")]);
    }

    /// <inheritdoc/>
    protected override ShellCommand Clear(Checkable about) => about.Service is null
        ? ShellCommand.Of($"printf '[%s] REMOVE_HOST_ACKNOWLEDGEMENT;%s\\n' \"$(date +%s)\" {about.Host} > {CommandFile}")
        : ShellCommand.Of($"printf '[%s] REMOVE_SVC_ACKNOWLEDGEMENT;%s;%s\\n' \"$(date +%s)\" {about.Host} {about.Service} > "
            + $"{CommandFile}");

    /// <summary>Refuses a file that the engine no longer writes: what it says was true once.</summary>
    /// <param name="created">When the file was written, seconds since 1970.</param>
    /// <param name="now">Now.</param>
    internal void RefuseStale(double created, double now)
    {
        var interval = configuration?.StatusUpdateInterval;
        var limit = maximumAge ?? (interval is { } seconds ? Math.Max(LowestMaximumAge, 5 * seconds) : AgeWithoutConfiguration);
        var age = now - created;
        if (age < -ClockSkew)
            throw new CheckException($"{path} was written {Quantity.Human(-age, Dimension.Duration)} in the future: the clocks of this "
                + $"host and of the engine disagree");
        if (age <= limit)
            return;
        var usual = interval is { } update ? $", {Quantity.Human(update, Dimension.Duration)} is its update interval" : "";
        throw new CheckException($"{path} is stale: written {Quantity.Human(age, Dimension.Duration)} ago{usual}; is the engine dead?")
        {
            Steps =
            [
                $"See whether it runs (systemctl status nagios4, nagios or naemon); after a crash its last status file stays behind",
                $"Look through what is acknowledged when it starts again: acknowledgements given since its last retention save are lost",
                $"If it runs and updates more slowly on purpose, say so with --max-age or let --nagios-config name its configuration",
            ],
        };
    }

    private string CommandFile => commandFile ?? configuration?.CommandFile ?? Beside("rw/nagios.cmd");

    private string Beside(string name) => path[..(path.LastIndexOf('/') + 1)] + name;

    private CheckException Unreadable(int error) => error switch
    {
        NativeMethods.ErrorNoEntry or NativeMethods.ErrorNotDirectory => new CheckException(
            $"{path} does not exist: Nagios removes its status file when it stops; is it running?")
        {
            Steps = [$"Start the engine, or name the right file with --status-file (status_file= in its main configuration)"],
        },
        NativeMethods.ErrorAccess or NativeMethods.ErrorNotPermitted => Denied(PathObstacle.Of(path, write: false)),
        _ => new CheckException($"{path} cannot be opened (error {error})"),
    };

    private CheckException Denied(PathObstacle obstacle) => new(obstacle.Reason(path)) { Steps = [obstacle.Remedy()] };
}
