using MySql.Session;

namespace NagiosChecks.KilledQueries;

/// <summary>A session of the process list as this check sees it: see <see cref="ProcessListEntry"/>; or one that has left the list and is
/// still undone.</summary>
/// <param name="Id">The session's number, as KILL takes it; starts anew when the server does.</param>
/// <param name="User">Account name.</param>
/// <param name="Host">Where the client is, with its port.</param>
/// <param name="Command">Query, Sleep, Killed, ...</param>
/// <param name="Seconds">In this command for so long; KILL does not reset it.</param>
/// <param name="State">What the server's thread is doing; empty for none.</param>
/// <param name="Statement">The first 100 characters of the statement; empty for none.</param>
internal sealed record ServerSession(long Id, string User, string Host, string Command, double Seconds, string State, string Statement)
{
    // What sets a password, in either family.
    private static readonly string[] Secrets =
        ["identified", "password", "auth_string", "authentication_string", "change master", "change replication",
            "create user", "alter user", "grant "];

    /// <summary>True after KILL: the server has been told and the session is still there.</summary>
    public bool IsKilled => Command == "Killed";

    /// <summary>True while its commit waits for a semi-synchronous replica, killed or not.</summary>
    public bool WaitsForSemiSync => ProcessListEntry.WaitOf(State) == SessionWait.ReplicaAcknowledgement;

    /// <summary>What it waits for.</summary>
    public Plight Plight => ProcessListEntry.WaitOf(State) switch
    {
        SessionWait.DiskSpace => Plight.WaitsForDisk,
        SessionWait.ReplicaAcknowledgement => IsKilled ? Plight.KilledCommitting : Plight.WaitsForReplica,
        SessionWait.Commit => IsKilled ? Plight.KilledCommitting : Plight.Committing,
        _ => IsKilled ? Plight.Killed : Plight.None,
    };

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
    public static ServerSession Parse(MySqlRow row) => Of(ProcessListEntry.Parse(row));

    /// <summary>The session of an entry of the list.</summary>
    public static ServerSession Of(ProcessListEntry entry) =>
        new(entry.Id, entry.User, entry.Host, entry.Command, entry.Seconds, entry.State, entry.Statement);
}
