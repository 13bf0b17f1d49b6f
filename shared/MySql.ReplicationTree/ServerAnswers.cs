namespace MySql.ReplicationTree;

/// <summary>Everything that one server answered: what a tree is judged by, read from a session or from a <see cref="Capture"/>.</summary>
/// <param name="Server">The server's name, as the operator knows it.</param>
/// <param name="Answers">The answers in the order of the questions.</param>
/// <param name="Down">Why nothing could be asked; null for a server that answered.</param>
public sealed record ServerAnswers(string Server, IReadOnlyList<Answer> Answers, string? Down = null)
{
    private const string VariablesStatement = "SHOW GLOBAL VARIABLES";

    private Dictionary<string, string>? _variables;

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
            if (!answer.Statement.StartsWith(VariablesStatement, StringComparison.Ordinal))
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
