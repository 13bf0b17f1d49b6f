using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>Asks one server all questions, in an order and under conditions in which none of them hangs there.</summary>
internal static class ServerReader
{
    private const string Hangs = "not asked: it hangs on a full binlog disk, and a session waits for a commit or for room";
    private const string Unsafe =
        "not asked: it hangs on a full binlog disk, and without the PROCESS privilege nothing shows whether it is full";
    private const string Silent = "not asked: the server did not answer the statement before";

    // Without an answer to these there is nothing to judge; of the others each may be missing.
    private const int Essential = 3;

    /// <summary>Asks everything.</summary>
    /// <param name="name">The server's name.</param>
    /// <param name="session">A session of it.</param>
    /// <param name="more">What a check asks besides, by the server's version; null for nothing.</param>
    /// <param name="binlogLimit">How long a statement about the binlogs may take.</param>
    /// <exception cref="MySqlSessionException">The server went away or did not answer what nothing can be judged without.</exception>
    internal static ServerAnswers Read(
        string name, MySqlSession session, Func<ServerVersion, IReadOnlyList<string>>? more, TimeSpan binlogLimit)
    {
        var answers = new List<Answer>();
        var isSilent = false;
        foreach (var statement in ServerQuestions.Of(session.Server))
            answers.Add(Ask(session, statement, answers.Count < Essential, ref isSilent));
        foreach (var statement in more?.Invoke(session.Server) ?? [])
            answers.Add(Ask(session, statement, isEssential: false, ref isSilent));
        var soFar = new ServerAnswers(name, answers);
        foreach (var statement in ServerQuestions.OfBinlogs(session.Server))
            answers.Add(AskOfBinlogs(session, statement, soFar, binlogLimit, ref isSilent));
        return new ServerAnswers(name, answers) { At = DateTimeOffset.UtcNow };
    }

    /// <summary>Asks for the positions once more.</summary>
    /// <param name="session">A session of the server.</param>
    /// <exception cref="MySqlSessionException">No answer.</exception>
    internal static List<Answer> ReadPositions(MySqlSession session)
    {
        var answers = new List<Answer>();
        var isSilent = false;
        foreach (var statement in ServerQuestions.OfPositions(session.Server))
            answers.Add(Ask(session, statement, isEssential: true, ref isSilent));
        return answers;
    }

    private static Answer Ask(MySqlSession session, string statement, bool isEssential, ref bool isSilent)
    {
        if (isSilent)
            return new Answer(statement, [], Silent);
        try
        {
            var refused = session.TryQuery(statement, out var rows);
            return refused is null ? new Answer(statement, WithoutSecrets(rows)) : new Answer(statement, [], refused.Message);
        }
        catch (MySqlSessionException lost) when (!isEssential)
        {
            isSilent = true;
            return new Answer(statement, [], lost.Message);
        }
    }

    private static Answer AskOfBinlogs(
        MySqlSession session, string statement, ServerAnswers soFar, TimeSpan limit, ref bool isSilent)
    {
        var sessions = soFar.Sessions;
        var mayBeFull = sessions?.Any(one => one.Wait != SessionWait.None) ?? true;
        if (isSilent || mayBeFull || !soFar.Holds("PROCESS"))
            return new Answer(statement, [], isSilent ? Silent : sessions is not null && mayBeFull ? Hangs : Unsafe);
        var refused = session.TryQueryWithin(statement, limit, out var rows);
        isSilent = session.IsWaiting;
        return refused is null ? new Answer(statement, WithoutSecrets(rows)) : new Answer(statement, [], refused.Message);
    }

    private static List<MySqlRow> WithoutSecrets(IReadOnlyList<MySqlRow> rows)
    {
        var cleaned = new List<MySqlRow>(rows.Count);
        foreach (var row in rows)
            cleaned.Add(RecordedSecrets.Without(row));
        return cleaned;
    }
}
