namespace MySql.Session;

/// <summary>
/// The sessions of a server. SHOW PROCESSLIST answers at once even on a primary whose binlog disk is full, where the lists of
/// binlogs hang (measured on MariaDB 10.11 and MySQL 9.7).
/// </summary>
public sealed class ProcessList
{
    private readonly bool _hasOthers;

    private ProcessList(IReadOnlyList<ProcessListEntry> entries, bool hasOthers)
    {
        Entries = entries;
        _hasOthers = hasOthers;
    }

    /// <summary>All sessions that could be seen, this check's own left out.</summary>
    public IReadOnlyList<ProcessListEntry> Entries { get; }

    /// <summary>True when the sessions of all accounts are in it; without the PROCESS privilege only the account's own are, and the
    /// server says nothing about it. Where no other account is in the list, the server is asked for the account's grants.</summary>
    /// <param name="session">The session that read the list.</param>
    /// <exception cref="MySqlSessionException">No answer; its kind says why.</exception>
    public bool IsWhole(MySqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _hasOthers || session.HasGlobalPrivilege("PROCESS");
    }

    /// <summary>How many sessions wait for room on a full disk, as MariaDB says it.</summary>
    public int WaitingForDiskSpace => Entries.Count(entry => entry.Wait == SessionWait.DiskSpace);

    /// <summary>How many sessions wait to commit.</summary>
    public int Committing => Entries.Count(entry => entry.Wait == SessionWait.Commit);

    /// <summary>Seconds that the longest waiting commit has taken; 0 for none. On MySQL a full disk shows in nothing else.</summary>
    public double LongestCommitSeconds =>
        Entries.Where(entry => entry.Wait == SessionWait.Commit).Select(entry => entry.Seconds).DefaultIfEmpty().Max();

    /// <summary>Asks the server.</summary>
    /// <exception cref="MySqlSessionException">No answer; its kind says why.</exception>
    public static ProcessList Read(MySqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var entries = new List<ProcessListEntry>();
        var others = false;
        foreach (var row in session.Query("SHOW PROCESSLIST"))
        {
            var entry = ProcessListEntry.Parse(row);
            others |= entry.User != session.UserName && entry.Id != session.ConnectionId;
            if (entry.Id != session.ConnectionId)
                entries.Add(entry);
        }

        return new ProcessList(entries, others);
    }
}
