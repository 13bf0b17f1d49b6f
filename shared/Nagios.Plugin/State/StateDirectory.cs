using System.Globalization;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>The directory that holds state files, opened and found to belong to the running user alone.</summary>
internal sealed class StateDirectory : IDisposable
{
    private StateDirectory(string path, OpenedDirectory files)
    {
        Path = path;
        Files = files;
    }

    /// <summary>Its path, for messages.</summary>
    public string Path { get; }

    /// <summary>The files in it.</summary>
    public OpenedDirectory Files { get; }

    /// <summary>The directory's status when its owner lets others read it; null for a directory of one user. Root's own is also the parent
    /// of all others, which everybody may list: what it holds is root's alone.</summary>
    public FileStatus? SharedStatus => Path != StateHome.DiskParent && Files.OwnStatus is { } status && (status.Mode & 0x24) != 0 ? status
        : null;

    /// <summary>Opens the directory, and makes it when it is missing.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="isDefault">True when nobody chose it.</param>
    /// <param name="problem">Why it cannot be used, in an operator's words; null when it can.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <returns>Null when it cannot be used.</returns>
    public static StateDirectory? Open(string path, bool isDefault, out string? problem, out NextStep? remedy)
    {
        (problem, remedy) = (null, null);
        // A path that ends in a slash would follow a link after all.
        path = path.Length > 0 && path.AsSpan().Trim('/').IsEmpty ? "/" : path.TrimEnd('/');
        var error = OpenedDirectory.Make(path, isShared: path == StateHome.DiskParent);
        if (error is 0 or SystemError.Exists)
        {
            var files = OpenedDirectory.TryOpen(path, FileOpening.Read | FileOpening.NoFollow, out error);
            if (files is not null && files.OwnStatus is { IsWritableByOthers: false } status && status.UserId == RunningUser.Id)
                return new StateDirectory(path, files);
            if (files is not null || error is SystemError.Loop or SystemError.NotDirectory or SystemError.Access)
            {
                (problem, remedy) = Taken(path, files?.OwnStatus ?? FileStatus.Read(path, followLinks: false), isDefault);
                files?.Dispose();
                return null;
            }
        }

        problem = $"state cannot be kept in {path}: {SystemError.Text(error)}; name a directory with --state-dir";
        return null;
    }

    /// <summary>Closes the directory.</summary>
    public void Dispose() => Files.Dispose();

    // Under a directory that everybody can write, such as /var/tmp, any local user can put something in the place first.
    private static (string Problem, NextStep Remedy) Taken(string path, FileStatus? found, bool isDefault)
    {
        var accounts = UserAccounts.Read(new HostFiles("/"));
        var user = RunningUser.Id;
        var me = accounts.Describe(user);
        var problem = found switch
        {
            null => $"state is not kept: what is at {path} cannot be seen",
            { IsDirectory: true } own when own.UserId == user => $"state is not kept: others than {me} may write to the directory {path}",
            { } other => $"state is not kept: {path} is a {other.Kind} of {accounts.Describe(other.UserId)}, not a directory of "
                + $"{me}",
        };
        if (found is { IsDirectory: true } mine && mine.UserId == user)
        {
            var chmod = ShellCommand.Of($"chmod 0700 -- {path}");
            return (problem, NextStep.Of($"Take the others' right away: {chmod}"));
        }

        if (!isDefault)
            return (problem, NextStep.Of($"Name a directory of this user with --state-dir"));
        var name = accounts.OfUser(user) is { HasPlainName: true } entry ? entry.Name : user.ToString(CultureInfo.InvariantCulture);
        var command = ShellCommand.Of(
            $"install -d -m 0755 /var/lib/nagios-checks && install -d -m 0700 -o {user} -- /var/lib/nagios-checks/{name}");
        return (problem, NextStep.Of($"Give this user a directory that nobody else can take, as root: {command}"));
    }
}
