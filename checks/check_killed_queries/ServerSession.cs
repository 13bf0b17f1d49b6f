using MySql.Session;

namespace NagiosChecks.KilledQueries;

/// <summary>What a session waits for that it should not wait for long.</summary>
internal enum Plight
{
    /// <summary>Nothing of interest here.</summary>
    None,

    /// <summary>Killed and still there.</summary>
    Killed,

    /// <summary>Waits to commit: a moment, unless the binlog cannot be written.</summary>
    Committing,

    /// <summary>Killed, and waits to commit.</summary>
    KilledCommitting,

    /// <summary>The server says that it waits for room on a disk (MariaDB); the one that all others queue behind.</summary>
    WaitsForDisk,
}

/// <summary>One row of SHOW PROCESSLIST (https://mariadb.com/kb/en/show-processlist/, MySQL manual "SHOW PROCESSLIST Statement").</summary>
/// <param name="Id">The session's number, as KILL takes it; starts anew when the server does.</param>
/// <param name="User">Account name.</param>
/// <param name="Host">Where the client is, with its port.</param>
/// <param name="Command">Query, Sleep, Killed, ...</param>
/// <param name="Seconds">In this command for so long; KILL does not reset it.</param>
/// <param name="State">What the server's thread is doing; empty for none.</param>
/// <param name="Statement">The first 100 characters of the statement; empty for none.</param>
internal sealed record ServerSession(long Id, string User, string Host, string Command, double Seconds, string State, string Statement)
{
    // MariaDB's name of the state of a session that waits in my_write or the like for ENOSPC to end (mysys/errors.c).
    private const string WaitsForRoom = "Waiting for someone to free space";

    // MySQL's, and MariaDB's (sql/mysqld.cc, stage_commit); "Waiting for prior transaction" is a replica's worker, whose own business it is.
    private static readonly string[] CommitStates = ["waiting for handler commit", "Commit"];

    /// <summary>True after KILL: the server has been told and the session is still there.</summary>
    public bool IsKilled => Command == "Killed";

    /// <summary>What it waits for.</summary>
    public Plight Plight =>
        State == WaitsForRoom ? Plight.WaitsForDisk
        : Array.IndexOf(CommitStates, State) >= 0 ? IsKilled ? Plight.KilledCommitting : Plight.Committing
        : IsKilled ? Plight.Killed
        : Plight.None;

    /// <summary>Number and account, for people: <c>55 (app@web1)</c>.</summary>
    public string Name => User.Length == 0 ? $"{Id} (no longer in the process list)" : $"{Id} ({User}@{Host.Split(':')[0]})";

    /// <summary>A session whose connection is closed and whose transaction the server still undoes.</summary>
    public static ServerSession Disconnected(long id, double seconds) => new(id, "", "", "Killed", seconds, "rolling back", "");

    /// <summary>True for the same session at another moment; one that has left the process list has lost its account's name.</summary>
    public bool IsSameAs(ServerSession other) => Id == other.Id && (User == other.User || User.Length == 0 || other.User.Length == 0);

    /// <summary>Reads one row.</summary>
    public static ServerSession Parse(MySqlRow row) => new(
        row.Integer("Id") ?? 0,
        row.Text("User") ?? "",
        row.Text("Host") ?? "",
        row.Text("Command") ?? "",
        row.Integer("Time") ?? 0,
        row.Text("State") ?? "",
        row.Text("Info") ?? "");
}
