using System.Diagnostics.CodeAnalysis;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// One check, in the parts that every check of the suite has: options, limits, probe, measurement, history and evaluation.
/// <see cref="CheckHost"/> runs them in this order and does the rest: it reads the command line, keeps the time limit, opens,
/// locks and saves the state, prints the result and returns the exit code. docs/writing-a-check.md shows each part.
/// </summary>
/// <typeparam name="TOptions">What the operator may write: strings and switches only; initial values are the defaults.</typeparam>
/// <typeparam name="TLimits">The options after checking: thresholds, states and selections as values.</typeparam>
/// <typeparam name="TMeasurement">What the probe saw, including what it could not see (<see cref="Unseen"/>).</typeparam>
/// <typeparam name="THistory">What earlier runs remembered: an immutable value; <see cref="NoHistory"/> for none.</typeparam>
public abstract class Check<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions, TLimits, TMeasurement, THistory>
    where TOptions : CommonOptions, new()
    where THistory : class
{
    /// <summary>What <c>--help</c> says besides the options.</summary>
    public abstract CheckDescription Description { get; }

    /// <summary>What the check graphs, in the order in which perfdata prints it.</summary>
    public virtual IReadOnlyList<DeclaredSeries> Series => [];

    /// <summary>How the history is written to the state file and read back.</summary>
    public abstract StateFormat<THistory> State { get; }

    /// <summary>The state of a run whose history could not be read or kept. OK says so in a note only; a check whose verdict
    /// compares runs returns WARNING, because it would otherwise stay OK for ever.</summary>
    public virtual NagiosState WithoutState => NagiosState.Ok;

    /// <summary>Checks the options and turns them into values, before anything is read.</summary>
    /// <exception cref="CheckException">An option has a value that cannot be used.</exception>
    public abstract TLimits Limits(TOptions options);

    /// <summary>Reads the world. It composes no sentences and judges nothing; what it could not see is part of the measurement.</summary>
    /// <exception cref="CheckException">Nothing could be read at all.</exception>
    /// <exception cref="CheckNotApplicableException">This host has nothing that the check could look at.</exception>
    public abstract TMeasurement Probe(TOptions options, TLimits limits, CheckRun run);

    /// <summary>Judges the measurement. Pure: no file, no clock and no server is read here.</summary>
    /// <param name="measurement">What the probe saw.</param>
    /// <param name="limits">What the operator decides.</param>
    /// <param name="history">What earlier runs remembered; <see cref="StateFormat{THistory}.Empty"/> when there is nothing.</param>
    /// <param name="now">When the measurement was taken.</param>
    /// <returns>The result, and the history for the next run.</returns>
    public abstract Verdict<THistory> Evaluate(TMeasurement measurement, TLimits limits, THistory history, ClockReading now);

    /// <summary>Names what is observed, so that two services that observe different things have a history each. Thresholds do
    /// not belong here: whoever changes one keeps the history. Empty where a host has only one thing to observe.</summary>
    public virtual string StateKey(TOptions options, TLimits limits) => "";

    /// <summary>The same, for a check that only learns in its probe what it observes.</summary>
    public virtual string StateKey(TOptions options, TLimits limits, TMeasurement measurement) => StateKey(options, limits);

    /// <summary>The history, for a probe that must know what earlier runs saw; opens and locks the state now instead of after the
    /// probe. The key is <see cref="StateKey(TOptions, TLimits)"/>.</summary>
    protected THistory Recall(TOptions options, TLimits limits, CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Open(run, StateKey(options, limits)).History;
    }

    /// <summary>What other users' runs remember of the same thing, for a run by hand that compares with what the engine's runs have seen.
    /// The key is <see cref="StateKey(TOptions, TLimits)"/>.</summary>
    protected IReadOnlyList<HistoryOfOther<THistory>> RecallOthers(TOptions options, TLimits limits, CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var histories = new List<HistoryOfOther<THistory>>();
        foreach (var state in run.StatesOfOthers(StateKey(options, limits)))
            histories.Add(new HistoryOfOther<THistory>(state.Directory, state.Owner, state.IsChosen,
                state.Snapshot is { } snapshot ? State.ReadOther(snapshot, run.Clock) : null));
        return histories;
    }

    /// <summary>False for a run that is right without a state of its own: no step to mend its directory is printed.</summary>
    protected virtual bool NeedsState => true;

    /// <summary>Saves a history in the middle of a probe, before a step that may never return; <see cref="Recall"/> comes first.</summary>
    protected static void SaveNow(THistory history, CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ((OpenedState<THistory>)run.OpenedState!).Save(history);
    }

    /// <summary>Says in the result that the history could not be read or kept; the default reports <see cref="WithoutState"/>.</summary>
    /// <param name="result">What <see cref="Evaluate"/> returned.</param>
    /// <param name="problem">Why, and what to do about it.</param>
    /// <param name="unsaved">The history that the next run will miss; null when only reading failed.</param>
    protected virtual void ReportStateProblem(NagiosCheckResult result, string problem, THistory? unsaved)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (WithoutState == NagiosState.Ok)
            result.Note(problem);
        else
            result.Report(WithoutState, problem);
    }

    /// <summary>One run from the options to the result.</summary>
    internal NagiosCheckResult Run(TOptions options, CheckRun run)
    {
        try
        {
            var limits = Limits(options);
            var measurement = Probe(options, limits, run);
            var state = Open(run, StateKey(options, limits, measurement));
            run.Stage = "judging";
            return Conclude(Evaluate(measurement, limits, state.History, run.Clock), state);
        }
        finally
        {
            run.OpenedState?.Dispose();
        }
    }

    private NagiosCheckResult Conclude(Verdict<THistory> verdict, OpenedState<THistory> state)
    {
        if (verdict.Result is null)
            throw new InvalidOperationException("the check returned nothing");
        var next = verdict.Next;
        var isSaved = next is null || next.Equals(state.History) || state.Save(next);
        if (state.Problem is { } problem)
        {
            ReportStateProblem(verdict.Result, problem, isSaved ? null : next);
            if (NeedsState && state.Remedy is { } remedy)
                verdict.Result.Advise(remedy);
        }

        verdict.Result.Declare(Series);
        return verdict.Result;
    }

    private OpenedState<THistory> Open(CheckRun run, string key)
    {
        if (run.OpenedState is OpenedState<THistory> opened)
            return opened;
        run.Stage = "reading the state of earlier runs";
        var state = OpenedState<THistory>.Open(State, run, key);
        run.OpenedState = state;
        return state;
    }
}

/// <summary>A check that remembers nothing between runs.</summary>
/// <typeparam name="TOptions">What the operator may write.</typeparam>
/// <typeparam name="TLimits">The options after checking.</typeparam>
/// <typeparam name="TMeasurement">What the probe saw.</typeparam>
public abstract class Check<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions, TLimits, TMeasurement>
    : Check<TOptions, TLimits, TMeasurement, NoHistory>
    where TOptions : CommonOptions, new()
{
    /// <inheritdoc/>
    public sealed override StateFormat<NoHistory> State => NoHistory.Format;

    /// <summary>Judges the measurement. Pure: no file, no clock and no server is read here.</summary>
    public abstract NagiosCheckResult Evaluate(TMeasurement measurement, TLimits limits, ClockReading now);

    /// <inheritdoc/>
    public sealed override Verdict<NoHistory> Evaluate(TMeasurement measurement, TLimits limits, NoHistory history, ClockReading now) =>
        new(Evaluate(measurement, limits, now), null);
}
