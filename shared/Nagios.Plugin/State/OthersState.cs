using Linux.Host;

namespace Nagios.Plugin;

/// <summary>What the runs of another user remember of the same check and key. A run by hand compares with what the engine's runs have
/// seen, in a directory that its owner lets others read; it never writes there.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Owner">Its owner, for people.</param>
/// <param name="IsChosen">True when <c>--state-dir</c> names it.</param>
/// <param name="Snapshot">What is remembered; null when this user may not read it.</param>
internal sealed record OthersState(string Directory, string Owner, bool IsChosen, StateSnapshot? Snapshot)
{
    // Ordinary users begin here on Linux (UID_MIN, login.defs): none of them may tell another's check what it has seen.
    private const uint FirstOrdinaryUser = 1000;

    /// <summary>Looks into the directory that was named, or else into those below /var/lib/nagios-checks.</summary>
    /// <param name="directory"><c>--state-dir</c>; null when it was not given.</param>
    /// <param name="name">The name of the state without its ending.</param>
    /// <param name="key">What the state belongs to.</param>
    /// <param name="parent">Where directories are looked for.</param>
    public static List<OthersState> Find(string? directory, string name, string key, string parent = StateHome.DiskParent)
    {
        var found = new List<OthersState>();
        foreach (var path in directory is not null ? [directory.TrimEnd('/')] : Below(parent))
        {
            if (Read(path, name + ".state", key) is { } state)
                found.Add(state with { IsChosen = directory is not null });
        }

        return found;
    }

    // Only root can put a directory there.
    private static IReadOnlyList<string> Below(string parent)
    {
        if (FileStatus.Read(parent, followLinks: false) is not { IsDirectory: true, IsWritableByOthers: false } status
            || (status.UserId != 0 && status.UserId != RunningUser.Id))
            return [];
        try
        {
            return [.. System.IO.Directory.EnumerateDirectories(parent).Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static OthersState? Read(string path, string name, string key)
    {
        using var directory = OpenedDirectory.TryOpen(path, FileOpening.Read | FileOpening.NoFollow, out var error);
        var found = directory?.OwnStatus ?? FileStatus.Read(path, followLinks: false);
        if (found is not { IsDirectory: true, IsWritableByOthers: false } status || status.UserId == RunningUser.Id
            || status.UserId >= FirstOrdinaryUser)
            return null;
        var state = new OthersState(path, UserAccounts.Read(new HostFiles("/")).Describe(status.UserId), false, null);
        if (directory is null)
            return error == SystemError.Access ? state : null;
        using var file = directory.OpenFile(name, FileOpening.Read | FileOpening.NoFollow | FileOpening.NonBlocking, out error);
        if (file is null)
            return error == SystemError.Access ? state : null;
        if (file.Status is not { IsRegularFile: true, IsWritableByOthers: false } own || own.UserId != status.UserId
            || file.ReadAll(StateStore.MaximumBytes, out var content) != 0)
            return null;
        return StateSnapshot.Parse(content, key) is { } snapshot ? state with { Snapshot = snapshot } : null;
    }
}
