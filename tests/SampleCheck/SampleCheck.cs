using Linux.Host;

namespace Nagios.Plugin.Tests;

/// <summary>
/// A check that behaves as it is told, well and badly, and the model of how a check is built from its parts.
/// Tests run it inside their own process and as a process of its own.
/// </summary>
internal sealed class SampleCheck : Check<SampleOptions, SampleLimits, SampleMeasurement, SampleHistory>
{
    public static CheckDescription Text { get; } =
        new("check_sample", "is the sample as it should be?", "Measures a sample.\n\nNever touches the host.")
    {
        States =
        [
            "OK the fill is inside its range.", "WARNING, CRITICAL the fill is outside of --warning or --critical.",
                "UNKNOWN the sample could not be read.",
        ],
        Examples = [("check_sample -w 70 -c 85", "lower limits")],
    };

    public override CheckDescription Description => Text;

    public override IReadOnlyList<DeclaredSeries> Series => SampleSeries.All;

    public override StateFormat<SampleHistory> State => SampleHistory.Format;

    public override SampleLimits Limits(SampleOptions options) => SampleLimits.Of(options);

    public override string StateKey(SampleOptions options, SampleLimits limits) => "runs";

    public override SampleMeasurement Probe(SampleOptions options, SampleLimits limits, CheckRun run)
    {
        if (options.Do == "save")
            SaveForEver(options, run);
        return SampleProbe.Read(options, run);
    }

    public override Verdict<SampleHistory> Evaluate(
        SampleMeasurement measurement, SampleLimits limits, SampleHistory history, ClockReading now) =>
        SampleEvaluation.Judge(measurement, limits, history);

    // Every snapshot holds one number a thousand times over, so that a mixture of two shows.
    private static void SaveForEver(SampleOptions options, CheckRun run)
    {
        for (var number = 0; ; number++)
        {
            using var state = StateStore.Open(options.StateDir, "check_sample", "numbers");
            state.Save(new StateSnapshot(run.Clock, [.. Enumerable.Repeat($"{number}", 1000)]));
        }
    }
}
