using System.Globalization;

namespace MySql.Session;

/// <summary>What a session of a server waits for.</summary>
public enum SessionWait
{
    /// <summary>Nothing that is known here.</summary>
    None,

    /// <summary>To commit: a moment, unless the binlog cannot be written.</summary>
    Commit,

    /// <summary>For room on a full disk, as MariaDB says; all others that write queue behind it.</summary>
    DiskSpace,

    /// <summary>For the acknowledgement of a semi-synchronous replica; all commits queue behind it.</summary>
    ReplicaAcknowledgement,
}

/// <summary>One row of SHOW PROCESSLIST (https://mariadb.com/kb/en/show-processlist/, MySQL manual "SHOW PROCESSLIST Statement").</summary>
/// <param name="Id">The session's number, as KILL takes it; starts anew when the server does.</param>
/// <param name="User">Account name.</param>
/// <param name="Host">Where the client is, with its port.</param>
/// <param name="Command">Query, Sleep, Killed, Binlog Dump, ...</param>
/// <param name="Seconds">In this command for so long; KILL does not reset it.</param>
/// <param name="State">What the server's thread is doing; empty for none.</param>
/// <param name="Statement">The first 100 characters of the statement; empty for none.</param>
public sealed record ProcessListEntry(long Id, string User, string Host, string Command, double Seconds, string State, string Statement)
{
    // MariaDB's name of the state of a session that waits in my_write or the like for ENOSPC to end (mysys/errors.c).
    private const string WaitsForRoom = "Waiting for someone to free space";

    // Both families, in the words slave and replica.
    private const string WaitsForAcknowledgement = "Waiting for semi-sync ACK";

    // MySQL's, and MariaDB's (sql/mysqld.cc, stage_commit); "Waiting for prior transaction" is normal for a replica's worker.
    private static readonly string[] CommitStates = ["waiting for handler commit", "Commit"];

    /// <summary>True after KILL: the server has been told and the session is still there.</summary>
    public bool IsKilled => Is(Command, "Killed");

    /// <summary>True for a replica that reads the binlog.</summary>
    public bool IsBinlogDump => Command.StartsWith("Binlog Dump", StringComparison.OrdinalIgnoreCase);

    /// <summary>What it waits for; the names of states are never translated (lc_messages).</summary>
    public SessionWait Wait => WaitOf(State);

    /// <summary>What a session in a state waits for.</summary>
    /// <param name="state">The column State.</param>
    public static SessionWait WaitOf(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Is(state, WaitsForRoom) ? SessionWait.DiskSpace
            : state.StartsWith(WaitsForAcknowledgement, StringComparison.OrdinalIgnoreCase) ? SessionWait.ReplicaAcknowledgement
            : Array.Exists(CommitStates, name => Is(state, name)) ? SessionWait.Commit
            : SessionWait.None;
    }

    /// <summary>Reads one row.</summary>
    public static ProcessListEntry Parse(MySqlRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ProcessListEntry(
            Number(row.Text("Id")),
            row.Text("User") ?? "",
            row.Text("Host") ?? "",
            row.Text("Command") ?? "",
            Number(row.Text("Time")),
            row.Text("State") ?? "",
            row.Text("Info") ?? "");
    }

    // Time below zero has been seen, and below zero written without its sign: no age that means anything, and no reason to stop.
    private static long Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool Is(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
