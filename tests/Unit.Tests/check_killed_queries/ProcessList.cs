using MySql.Session;

namespace NagiosChecks.KilledQueries.Tests;

/// <summary>Sessions for tests: captured from real servers, or made up.</summary>
internal static class ProcessList
{
    /// <summary>Reads a captured process list in the client's vertical format.</summary>
    internal static List<ServerSession> Captured(string name)
    {
        var sessions = new List<ServerSession>();
        var names = new List<string>();
        var values = new List<string?>();
        foreach (var line in File.ReadLines(Repository.Fixture("check_killed_queries", name)).Append("*** end"))
        {
            if (line.StartsWith("***", StringComparison.Ordinal) && names.Count > 0)
            {
                sessions.Add(ServerSession.Parse(new MySqlRow(new MySqlColumns([.. names]), [.. values])));
                (names, values) = ([], []);
            }
            else if (line.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0 && line[0] is not ('#' or '*'))
            {
                names.Add(line[..colon].Trim());
                values.Add(line[(colon + 2)..] is "NULL" ? null : line[(colon + 2)..]);
            }
        }

        return sessions;
    }

    internal static ServerSession Session(long id, string command = "Killed", string state = "", double seconds = 600) =>
        new(id, "app", "web1:50000", command, seconds, state, "UPDATE app.posts SET groupid = 1");

    internal static KilledQueriesMeasurement Look(params ServerSession[] sessions) => new()
    {
        Server = ServerVersion.Parse("10.11.19-MariaDB", null),
        Place = "db1:3306",
        Count = 20,
        Sessions = [.. sessions.Where(one => one.Plight != Plight.None)],
        UptimeSeconds = 100000,
        GlanceSeconds = 1,
    };
}
