using Nagios.Plugin;

namespace MySql.BinlogFiles;

/// <summary>How an ordinary monitoring user may read binlogs: an access control list that new files inherit. The server's group is not the
/// way, because on MariaDB it may write the files too.</summary>
public static class BinlogRights
{
    /// <summary>What could not be read for want of rights.</summary>
    public static Unseen Denied(string path) =>
        new(path, UnseenReason.Denied, $"user {Environment.UserName}", "grant it with setfacl as below");

    /// <summary>The commands that give this user the right, to be run as root.</summary>
    /// <param name="directory">The directory of the binlogs.</param>
    public static IReadOnlyList<NextStep> Steps(string directory)
    {
        var user = Environment.UserName;
        var inherited = $"u:{user}:r";
        var searched = $"u:{user}:rx";
        return
        [
            NextStep.Of($"As root, let this user read the binlogs, those to come included: "
                + $"{ShellCommand.Of($"setfacl -m {searched} -d -m {inherited} -- {directory}")}"),
            NextStep.Of($"As root, let it read the files that are there already: "
                + $"{ShellCommand.Of($"find {directory} -maxdepth 1 -type f -exec setfacl -m {inherited} -- {{}} +")}"),
        ];
    }
}
