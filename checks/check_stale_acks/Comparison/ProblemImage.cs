using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What tells one problem from another in what a plugin printed.</summary>
/// <param name="State">The state.</param>
/// <param name="Clauses">The output's statements about what is wrong, see <see cref="OutputClauses"/>.</param>
/// <param name="Failing">The items of the perfdata over their own thresholds.</param>
/// <param name="IsUnseen">True when the output says only that the problem cannot be seen.</param>
internal sealed record ProblemImage(NagiosState State, IReadOnlyList<string> Clauses, IReadOnlyList<FailingItem> Failing, bool IsUnseen)
{
    /// <summary>The image of a problem.</summary>
    public static ProblemImage Of(AcknowledgedProblem problem) => new(
        problem.State,
        problem.Service is null && UnseenText.IsDeadHost(problem.Output) ? ["host does not answer"] : OutputClauses.Of(problem.Output,
            problem.LongOutput, problem.PerfData),
        FailingItem.Parse(problem.PerfData),
        problem.Service is not null && UnseenText.Is(problem.Output));

    /// <summary>
    /// True when the perfdata explains the state: some item is as bad as the whole, and none is worse. Where one is worse, the plugin does
    /// not mean its thresholds so.
    /// </summary>
    public bool IsExplained => State is NagiosState.Warning or NagiosState.Critical
        && Failing.Any(item => item.State == State) && !Failing.Any(item => item.State.Severity() > State.Severity());

    /// <summary>True when nothing is left that could be compared.</summary>
    public bool IsEmpty => Clauses.Count == 0 && !IsExplained;
}
