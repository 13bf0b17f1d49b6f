using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>A directory on the way to a file that this user may not enter, or the file itself that it may not use.</summary>
/// <param name="Path">The directory or file.</param>
/// <param name="IsDirectory">True for a directory that may not be entered: whether the file is there cannot be seen.</param>
/// <param name="Group">The group that owns it.</param>
/// <param name="GroupIsEnough">True when members of that group may.</param>
internal sealed record PathObstacle(string Path, bool IsDirectory, string Group, bool GroupIsEnough)
{
    private const int Enter = 1, GroupMayEnter = 0x8, GroupMayRead = 0x20, GroupMayWrite = 0x10;

    /// <summary>The first directory on the way to a path that may not be entered; null when there is none.</summary>
    public static PathObstacle? Find(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var directory = path[..slash];
            if (FileStatus.Read(directory) is not { IsDirectory: true } status)
                return null;
            if (!NativeMethods.MayUse(directory, Enter))
                return new PathObstacle(directory, true, GroupName(status.GroupId), (status.Mode & GroupMayEnter) != 0);
        }

        return null;
    }

    /// <summary>The first directory that may not be entered, else the file itself.</summary>
    /// <param name="path">A file that is there as far as can be seen.</param>
    /// <param name="write">True where write right is needed, else read right.</param>
    public static PathObstacle Of(string path, bool write)
    {
        if (Find(path) is { } directory)
            return directory;
        var status = FileStatus.Read(path) ?? default;
        return new PathObstacle(path, false, GroupName(status.GroupId), (status.Mode & (write ? GroupMayWrite : GroupMayRead)) != 0);
    }

    /// <summary>What is in the way, as a sentence about a file.</summary>
    public string Reason(string path) => IsDirectory
        ? $"whether {path} is there cannot be seen: the directory {Path} may not be entered by this user"
        : $"{path} may not be used by this user";

    /// <summary>What gives this user the right.</summary>
    public NextStep Remedy()
    {
        var user = Environment.UserName;
        if (GroupIsEnough)
            return NextStep.Of($"Let this user in, then restart what runs the check (engine, NRPE): "
                + $"{ShellCommand.Of($"usermod -a -G {Group} -- {user}")}");
        return IsDirectory
            ? NextStep.Of($"Let this user in: {ShellCommand.Of($"setfacl -m u:{user}:x -- {Path}")}")
            : NextStep.Of($"Run the check as the engine's user; rights on the file itself do not last, because engines replace it at "
                + $"every update");
    }

    private static string GroupName(uint id)
    {
        foreach (var line in new HostFiles("/").Read("/etc/group") is { Outcome: FileOutcome.Read } file ? file.Text.Split('\n') : [])
        {
            if (line.Split(':') is [var name, _, var number, ..] && number == id.ToString(
                System.Globalization.CultureInfo.InvariantCulture))
                return name;
        }

        return id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
