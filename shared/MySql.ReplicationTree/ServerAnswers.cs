using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>Everything that one server answered: what a tree is judged by, read from a session or from a <see cref="Capture"/>.</summary>
/// <param name="Server">The server's name, as the operator knows it.</param>
/// <param name="Answers">The answers in the order of the questions.</param>
/// <param name="Down">Why nothing could be asked; null for a server that answered.</param>
public sealed record ServerAnswers(string Server, IReadOnlyList<Answer> Answers, string? Down = null)
{
    private Dictionary<string, string>? _variables;

    /// <summary>Where it was asked, <c>host:port</c>; null where that is not known.</summary>
    public string? Address { get; init; }

    /// <summary>When it was asked; null where that is not known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>True where nothing listens at its address any more, as against a server that could not be asked.</summary>
    public bool IsNotRunning => Down is { } why
        && (why.StartsWith("ERROR 2002", StringComparison.Ordinal) || why.StartsWith("ERROR 2003", StringComparison.Ordinal));

    /// <summary>The server's family and version; null where it did not say.</summary>
    public ServerVersion? Version => Variable("version") is { } version ? ServerVersion.Parse(version, Variable("version_comment")) : null;

    /// <summary>Its sessions as it showed them; null where they were not shown.</summary>
    public IReadOnlyList<ProcessListEntry>? Sessions
    {
        get
        {
            foreach (var answer in Answers)
            {
                if (answer.Refusal is null && answer.Statement.Contains("PROCESSLIST", StringComparison.OrdinalIgnoreCase))
                    return [.. answer.Rows.Select(ProcessListEntry.Parse)];
            }

            return null;
        }
    }

    /// <summary>The answer to the first of these statements that was asked; null when none was.</summary>
    public Answer? To(params ReadOnlySpan<string> statements)
    {
        foreach (var statement in statements)
        {
            foreach (var answer in Answers)
            {
                if (answer.Statement == statement)
                    return answer;
            }
        }

        return null;
    }

    /// <summary>The last answer to one of these statements, of a server that was asked twice; null when none was asked.</summary>
    public Answer? LastTo(params ReadOnlySpan<string> statements)
    {
        for (var at = Answers.Count - 1; at >= 0; at--)
        {
            if (statements.Contains(Answers[at].Statement))
                return Answers[at];
        }

        return null;
    }

    /// <summary>
    /// True where the account may see the sessions of others, so that an empty answer means that there are none. A recording that holds no
    /// grants was made by somebody who may.
    /// </summary>
    /// <param name="privilege">As SHOW GRANTS names it, such as PROCESS.</param>
    public bool Holds(string privilege) => To(ServerQuestions.Grants) is not { } grants
        || GrantList.HasGlobal(grants.Rows.Select(row => row.Text(row.Columns.Names[0]) ?? ""), privilege);

    /// <summary>
    /// A variable under the first of its names that the server has; null where it was not told. Names are looked up in any case.
    /// </summary>
    public string? Variable(params ReadOnlySpan<string> names)
    {
        _variables ??= ReadVariables();
        foreach (var name in names)
        {
            if (_variables.TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    // A capture may hold a selection of the variables, and says so behind the statement.
    private Dictionary<string, string> ReadVariables()
    {
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var answer in Answers)
        {
            if (!answer.Statement.StartsWith(ServerQuestions.Variables, StringComparison.Ordinal))
                continue;
            foreach (var row in answer.Rows)
            {
                if (row.Text("Variable_name") is { } name)
                    variables[name] = row.Text("Value") ?? "";
            }
        }

        return variables;
    }
}
