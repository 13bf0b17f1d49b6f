using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Looks at the same engine again and again, with the memory of the look before and a clock of its own; records go in, verdicts
/// come out.</summary>
internal sealed class Watch(Action<StaleAcksOptions>? options = null, bool hasExpiry = false, StaleAcksHistory? before = null)
{
    public const double Start = 1_795_290_000;
    private const double Hour = 3600;
    private readonly StaleAcksLimits _limits = Limits(options);
    private IReadOnlyList<string> _records = before?.Records() ?? [];

    /// <summary>What the next look will remember.</summary>
    public StaleAcksHistory Remembered => StaleAcksHistory.Of(_records);

    /// <summary>What a disk service looks like that was acknowledged at the start.</summary>
    public static AcknowledgedProblem Disk { get; } = new()
    {
        Host = "db1",
        Service = "disk",
        State = NagiosState.Critical,
        AcknowledgedAt = Start,
        Author = "ops",
        Comment = "cleaning /var",
        Output = "DISK CRITICAL - /var 97 %",
        PerfData = "/=40%;80;90 /var=97%;80;90 /binlog=12%;80;90",
    };

    /// <summary>Looks so many hours after the start.</summary>
    public NagiosCheckResult After(double hours, params AcknowledgedProblem[] problems) =>
        After(hours, new EngineReport { Engine = "test", Problems = problems, HasExpiry = hasExpiry });

    public NagiosCheckResult After(double hours, EngineReport report)
    {
        var now = new ClockReading(Start + hours * Hour, hours * Hour, "boot");
        var measurement =
            new StaleAcksMeasurement(new StatusFileSource("/var/lib/nagios4/status.dat", null, null, null, groups: false), report, []);
        var verdict = StaleAcksEvaluation.Judge(measurement, _limits, StaleAcksHistory.Of(_records), now);
        _records = verdict.Next!.Records();
        return verdict.Result;
    }

    /// <summary>The judgement alone, of the same moment.</summary>
    public AcknowledgementVerdict Single(double hours, AcknowledgedProblem problem)
    {
        var report = new EngineReport { Engine = "test", Problems = [problem], HasExpiry = hasExpiry };
        var judgement = StaleAcksJudgement.Of(report, _limits, StaleAcksHistory.Of(_records), Start + hours * Hour);
        _records = new StaleAcksHistory(judgement.Sights, new Dictionary<Checkable, string>(), []).Records();
        return judgement.Verdicts.Concat(judgement.Own).Single();
    }

    /// <summary>The first line without its perfdata.</summary>
    public static string FirstLine(NagiosCheckResult result) => ResultText.Render(result).Split('\n')[0].Split(" | ")[0];

    public static double PerfData(NagiosCheckResult result, string label) => result.PerfData.Single(datum => datum.Label == label).Value;

    public static StaleAcksLimits Limits(Action<StaleAcksOptions>? change = null)
    {
        var options = new StaleAcksOptions();
        change?.Invoke(options);
        return StaleAcksLimits.Of(options);
    }
}
