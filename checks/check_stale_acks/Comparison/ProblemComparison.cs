using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What comparing a problem with the one that was acknowledged says.</summary>
/// <param name="NewItems">Items of the perfdata that fail now and did not then, each with its value.</param>
/// <param name="NewClauses">Statements of the output that were not made then.</param>
/// <param name="CannotCompare">Why nothing can be said; null when something can.</param>
/// <param name="Clauses">The remembered statements, with the numbers that are known to change by now.</param>
internal sealed record ProblemComparison(
    IReadOnlyList<string> NewItems, IReadOnlyList<string> NewClauses, string? CannotCompare, IReadOnlyList<string> Clauses)
{
    /// <summary>True when it is another problem.</summary>
    public bool IsOther => NewItems.Count > 0 || NewClauses.Count > 0;

    /// <summary>
    /// Compares. Both the words and the perfdata count: perfdata names what the words may leave out, and words name what shares a label.
    /// That fewer things fail than then is no other problem.
    /// </summary>
    /// <param name="then">The problem as it was acknowledged.</param>
    /// <param name="now">The problem now.</param>
    /// <param name="isSettled">True when the numbers of the remembered statements were the same for several runs.</param>
    public static ProblemComparison Of(ProblemImage then, ProblemImage now, bool isSettled)
    {
        if (now.IsEmpty || then.IsEmpty)
            return new ProblemComparison([], [], now.IsEmpty && then.IsEmpty ? "its output names nothing" : now.IsEmpty
                ? "its output names nothing any more" : "its output named nothing then", then.Clauses);
        if (then.IsUnseen != now.IsUnseen)
            return new ProblemComparison([], now.Clauses, null, then.Clauses);
        var clauses = then.Clauses.ToArray();
        var newClauses = new List<string>();
        foreach (var clause in now.Clauses)
        {
            if (!IsKnown(clauses, clause, isSettled))
                newClauses.Add(OutputClause.Text(clause));
        }

        return new ProblemComparison(then.IsExplained && now.IsExplained ? NewItemsOf(then, now) : [], newClauses, null, clauses);
    }

    private static bool IsKnown(string[] clauses, string clause, bool isSettled)
    {
        for (var index = 0; index < clauses.Length; index++)
        {
            if (!OutputClause.IsSame(clauses[index], clause, isSettled, out var merged))
                continue;
            clauses[index] = merged;
            return true;
        }

        return false;
    }

    private static List<string> NewItemsOf(ProblemImage then, ProblemImage now)
    {
        var items = new List<string>();
        foreach (var item in now.Failing)
        {
            // A label that was fine; or one that only warned while another was critical, and is critical now inside the same CRITICAL.
            var before = then.Failing.FirstOrDefault(known => known.Label == item.Label);
            if (before is null || (item.State.Severity() > before.State.Severity() && now.State == then.State))
                items.Add($"{item.Label} {item.Value}");
        }

        return items;
    }
}
