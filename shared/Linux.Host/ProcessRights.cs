using System.Globalization;

namespace Linux.Host;

/// <summary>User and groups of a process, as /proc/PID/status has them (proc(5)), for opening files as that process could.</summary>
internal sealed class ProcessRights
{
    private readonly uint[] _groups;
    private readonly uint _groupId;

    private ProcessRights(uint userId, uint groupId, uint[] groups)
    {
        UserId = userId;
        _groupId = groupId;
        _groups = groups;
    }

    /// <summary>The effective user.</summary>
    internal uint UserId { get; }

    /// <summary>Reads the lines Uid, Gid and Groups; null when they are not there.</summary>
    internal static ProcessRights? Parse(string status)
    {
        uint? user = null, group = null;
        uint[] groups = [];
        foreach (var line in status.Split('\n'))
        {
            if (line.StartsWith("Uid:", StringComparison.Ordinal))
                user = Numbers(line) is [_, var effective, ..] ? effective : null;
            else if (line.StartsWith("Gid:", StringComparison.Ordinal))
                group = Numbers(line) is [_, var effective, ..] ? effective : null;
            else if (line.StartsWith("Groups:", StringComparison.Ordinal))
                groups = Numbers(line);
        }

        return user is { } userId && group is { } groupId ? new ProcessRights(userId, groupId, groups) : null;
    }

    /// <summary>
    /// Runs a call on this thread with the rights of that process to files, where this process is root. The kernel keeps them for
    /// each thread by itself: setfsuid(2), setfsgid(2), and setgroups(2) as the bare call.
    /// </summary>
    /// <param name="call">One call of the system; returns 0 or its error.</param>
    /// <returns>What the call returned, or the error that kept the rights from being lent.</returns>
    internal int Lend(Func<int> call)
    {
        if (RunningUser.Id != 0 || UserId == 0)
            return call();
        var own = NativeMethods.GetGroups();
        if (NativeMethods.SetGroups(_groups) is var refused and not 0)
            return refused;
        var ownGroup = NativeMethods.SetFileGroup(_groupId);
        var ownUser = NativeMethods.SetFileUser(UserId);
        try
        {
            // Both calls return the former id, whatever they did; asked with an id that none can have, they tell the present one.
            return NativeMethods.SetFileUser(uint.MaxValue) == UserId ? call() : SystemError.NotPermitted;
        }
        finally
        {
            _ = NativeMethods.SetFileUser(ownUser);
            _ = NativeMethods.SetFileGroup(ownGroup);
            _ = NativeMethods.SetGroups(own);
        }
    }

    private static uint[] Numbers(string line)
    {
        var numbers = new List<uint>();
        foreach (var word in line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(
            [' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
        }

        return [.. numbers];
    }
}
