namespace Nagios.Plugin.Tests;

/// <summary>Judges the sample.</summary>
internal static class SampleEvaluation
{
    public static Verdict<SampleHistory> Judge(SampleMeasurement measurement, SampleLimits limits, SampleHistory history)
    {
        var result = new NagiosCheckResult("SAMPLE", measurement.Kind == "measure" ? SampleSeries.All : []);
        switch (measurement.Kind)
        {
            case "nothing":
                return new Verdict<SampleHistory>(null!, null);
            case "flood":
                for (var number = 0; number < 5000; number++)
                    result.Report(NagiosState.Critical, $"finding {number} of a flood").Graph(new PerfDatum($"item_{number}", number));
                return new Verdict<SampleHistory>(result, null);
            case "state":
                result.Summary = $"run {history.Runs + 1}";
                Thread.Sleep(20); // holds the state long enough for other runs to come in between
                return new Verdict<SampleHistory>(result, new SampleHistory(history.Runs + 1));
            default:
                var text = $"{measurement.FillPercent} % full, namespace {limits.Namespace ?? "all"}";
                result.Measure(SampleSeries.Fill, measurement.FillPercent, limits.Fill, text);
                return new Verdict<SampleHistory>(result, null);
        }
    }
}
