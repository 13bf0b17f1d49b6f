using System.Globalization;
using MySql.Session;

namespace NagiosChecks.KilledQueries;

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

    // What sets a password, in either family.
    private static readonly string[] Secrets =
        ["identified", "password", "auth_string", "authentication_string", "change master", "change replication",
            "create user", "alter user", "grant "];

    // Both families, in the words slave and replica: the one that all commits queue behind waits for an acknowledgement.
    private const string WaitsForAck = "Waiting for semi-sync ACK";

    // MySQL's, and MariaDB's (sql/mysqld.cc, stage_commit); "Waiting for prior transaction" is normal for a replica's worker.
    private static readonly string[] CommitStates = ["waiting for handler commit", "Commit"];

    /// <summary>True after KILL: the server has been told and the session is still there.</summary>
    public bool IsKilled => Command == "Killed";

    /// <summary>True while its commit waits for a semi-synchronous replica, killed or not.</summary>
    public bool WaitsForSemiSync => State.StartsWith(WaitsForAck, StringComparison.Ordinal);

    /// <summary>What it waits for.</summary>
    public Plight Plight =>
        State == WaitsForRoom ? Plight.WaitsForDisk
        : WaitsForSemiSync ? IsKilled ? Plight.KilledCommitting : Plight.WaitsForReplica
        : Array.IndexOf(CommitStates, State) >= 0 ? IsKilled ? Plight.KilledCommitting : Plight.Committing
        : IsKilled ? Plight.Killed
        : Plight.None;

    /// <summary>The statement for reports; empty where it names a password.</summary>
    public string StatementWithoutSecrets =>
        Array.Exists(Secrets, word => Statement.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "" : Statement;

    /// <summary>Number and account, for people: <c>55 (app@web1)</c>.</summary>
    public string Name => User.Length == 0 ? $"{Id} (no longer in the process list)" : $"{Id} ({User}@{Host.Split(':')[0]})";

    /// <summary>A session whose connection is closed and whose transaction the server still undoes.</summary>
    public static ServerSession Disconnected(long id, double seconds) => new(id, "", "", "Killed", seconds, "rolling back", "");

    /// <summary>True for the same session at another moment; one that has left the process list has lost its account's name.</summary>
    public bool IsSameAs(ServerSession other) => Id == other.Id && (User == other.User || User.Length == 0 || other.User.Length == 0);

    /// <summary>Reads one row.</summary>
    public static ServerSession Parse(MySqlRow row) => new(
        Number(row.Text("Id")),
        row.Text("User") ?? "",
        row.Text("Host") ?? "",
        row.Text("Command") ?? "",
        Number(row.Text("Time")),
        row.Text("State") ?? "",
        row.Text("Info") ?? "");

    // Time below zero has been seen, and below zero written without its sign: no age that means anything, and no reason to stop.
    private static long Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
