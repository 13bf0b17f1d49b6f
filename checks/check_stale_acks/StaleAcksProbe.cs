using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Reads the engine, and has it do what --clear, --submit and --remove ask for.</summary>
internal static class StaleAcksProbe
{
    /// <summary>Reads and acts.</summary>
    /// <param name="source">The engine.</param>
    /// <param name="limits">What is wanted.</param>
    /// <param name="run">Names the stage for a timeout.</param>
    /// <param name="recall">Opens the memory; only needed to act.</param>
    /// <param name="save">Keeps a memory before the engine is asked for something that may fail half-way.</param>
    public static StaleAcksMeasurement Read(AcknowledgementSource source, StaleAcksLimits limits, CheckRun run,
        Func<StaleAcksHistory> recall, Action<StaleAcksHistory> save)
    {
        var report = source.Read(run);
        if (limits.Remove is { } about)
            return new StaleAcksMeasurement(source, Without(report, about), [Removed(report, about, source, limits, run)]);
        if (!limits.Acts)
            return new StaleAcksMeasurement(source, report, []);
        var now = run.Clock.WallSeconds;
        var history = recall();
        var judgement = StaleAcksJudgement.Of(report, limits, history, now);
        var clear = ClearPlan.For(report, judgement, limits, history, now);
        if (clear.Count > 0 && !limits.IsDryRun)
            save(history with { Owed = ClearPlan.Owed(clear, now) });
        var plan = clear.Concat(SubmissionPlan.For(judgement, limits, history, now));
        return new StaleAcksMeasurement(source, report, [.. plan.Select(deed => deed.Done(source, run, limits.IsDryRun))]);
    }

    private static EngineDeed Removed(EngineReport report, Checkable about, AcknowledgementSource source, StaleAcksLimits limits,
        CheckRun run)
    {
        if (!report.Problems.Any(problem => problem.About == about))
            throw new CheckException($"{AcknowledgementText.Name(about.Name)} is not acknowledged in {source.Where}: nothing to remove");
        var deed = ClearPlan.Remove(about).Done(source, run, limits.IsDryRun);
        return deed.Failed.Count > 0 ? throw new CheckException(deed.Failed[0].Reason) : deed;
    }

    private static EngineReport Without(EngineReport report, Checkable about) =>
        report with { Problems = [.. report.Problems.Where(problem => problem.About != about)] };
}
