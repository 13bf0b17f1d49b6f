using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>One shape of use over time, and what this check and two common ones say to it run by run.</summary>
internal sealed class JudgedShape
{
    public const double Minute = 60, Hour = 3600, Day = 86400;

    public required string Name { get; init; }

    /// <summary>The file system before the first check.</summary>
    public required Func<SimulatedPartition> Start { get; init; }

    /// <summary>What happens within one step: the file system, and the seconds since the first check.</summary>
    public required Action<SimulatedPartition, double> Step { get; init; }

    /// <summary>How long it is watched, unless it fills before.</summary>
    public required double Seconds { get; init; }

    /// <summary>When the growth that fills it begins; NaN for what never fills.</summary>
    public double Begins { get; init; } = double.NaN;

    public double StepSeconds { get; init; } = 5;

    public double Interval { get; init; } = Minute;

    /// <summary>Seconds by which the checks are later than the steps of the shape.</summary>
    public double Phase { get; init; }

    /// <summary>What the server would say; null without a login.</summary>
    public Func<double, ServerFacts?> Server { get; init; } = _ => null;

    /// <summary>True while nobody runs the check.</summary>
    public Func<double, bool> IsSilent { get; init; } = _ => false;

    public ShapeOutcome Judge(Action<string>? say = null)
    {
        var disk = Start();
        var (begin, outcome, rivals) = (disk.Wall, new ShapeOutcome(), new RivalChecks());
        disk.Limits = BinlogPartitionLimits.Parse(new BinlogPartitionOptions { UsedWarning = "~:", UsedCritical = "~:" });
        var nextMinute = 0d;
        for (var elapsed = 0d; elapsed < Seconds && disk.Free > 0; elapsed += StepSeconds)
        {
            if ((elapsed - Phase) % Interval is >= 0 and var since && since < StepSeconds && !IsSilent(elapsed))
            {
                var result = disk.Check(Server(elapsed));
                outcome.Add(elapsed, result.State);
                if (result.State != NagiosState.Ok)
                    say?.Invoke($"{elapsed / 60,7:0.0} {ResultText.Render(result, 1).Split('\n')[0].Split('|')[0]} "
                        + $"{string.Join(" / ", result.Notes)}");
            }

            if (elapsed >= nextMinute)
            {
                rivals.Add(elapsed, disk.Free, disk.Total - disk.Siblings);
                nextMinute += Minute;
            }

            disk.Pass(StepSeconds);
            Step(disk, elapsed);
        }

        outcome.Finish(disk.Wall - begin, disk.Free <= 0, Begins, rivals);
        return outcome;
    }
}

/// <summary>What came of one shape.</summary>
internal sealed class ShapeOutcome
{
    private readonly List<(double Time, NagiosState State)> _alarms = [];

    public int Runs { get; private set; }

    public double End { get; private set; }

    public bool Filled { get; private set; }

    public RivalChecks Rivals { get; private set; } = new();

    private double Begins { get; set; }

    public void Add(double time, NagiosState state)
    {
        Runs++;
        if (state != NagiosState.Ok)
            _alarms.Add((time, state));
    }

    public void Finish(double end, bool filled, double begins, RivalChecks rivals) => (End, Filled, Begins, Rivals) = (end, filled, begins,
        rivals);

    public int Alarms(NagiosState state, double from = 0, double to = double.MaxValue) => _alarms.Count(alarm => alarm.State == state
        && alarm.Time >= from && alarm.Time < to);

    public int AllAlarms(double from = 0, double to = double.MaxValue) => _alarms.Count(alarm => alarm.Time >= from && alarm.Time < to);

    /// <summary>Minutes from the first alarm of at least this state since the growth began until the disk was full; 0 without
    /// one.</summary>
    public double Lead(NagiosState state)
    {
        var first = _alarms.Find(alarm => alarm.Time >= Begins && (alarm.State == state || alarm.State == NagiosState.Critical));
        return first == default ? 0 : (End - first.Time) / 60;
    }

    /// <summary>One row of the table: alarms of what never fills, minutes of warning of what does.</summary>
    public string Row(string name) => Filled
        ? $"| {name} | {Minutes(Lead(NagiosState.Warning))} / {Minutes(Lead(NagiosState.Critical))} | "
            + $"{Minutes(Rivals.DiskLead(End, Begins, false))} / {Minutes(Rivals.DiskLead(End, Begins, true))} | "
            + $"{Minutes(Rivals.LinearLead(End, Begins))} |"
        : $"| {name} | {Count(AllAlarms())} | {Count(Rivals.DiskAlarms)} | {Count(Rivals.LinearAlarms)} |";

    private static string Count(int alarms) => alarms == 0 ? "0" : $"{alarms} false";

    private static string Minutes(double minutes) => minutes >= 600 ? $"{minutes / 60:0} h" : $"{minutes:0} min";
}

/// <summary>check_disk -w 20% -c 10%, and the usual rule of Prometheus: predict_linear over one hour of samples, zero within four
/// hours.</summary>
internal sealed class RivalChecks
{
    private readonly List<(double Time, double Free)> _hour = [];
    private readonly List<(double Time, bool Warning, bool Critical, bool Linear)> _minutes = [];

    public int DiskAlarms => _minutes.Count(minute => minute.Warning);

    public int LinearAlarms => _minutes.Count(minute => minute.Linear);

    public void Add(double time, double free, double total)
    {
        _hour.Add((time, free));
        _hour.RemoveAll(sample => sample.Time < time - 3600);
        _minutes.Add((time, free < 0.2 * total, free < 0.1 * total, _hour.Count > 1 && Predicted(time + 4 * 3600) < 0));
    }

    public double DiskLead(double end, double begins, bool critical) => Lead(end, begins, minute => critical ? minute.Critical
        : minute.Warning);

    public double LinearLead(double end, double begins) => Lead(end, begins, minute => minute.Linear);

    private double Lead(double end, double begins, Predicate<(double Time, bool Warning, bool Critical, bool Linear)> alarms)
    {
        var first = _minutes.FindIndex(minute => minute.Time >= begins && alarms(minute));
        return first < 0 ? 0 : (end - _minutes[first].Time) / 60;
    }

    // Least squares, as the function is documented.
    private double Predicted(double at)
    {
        var (time, free) = (_hour.Average(sample => sample.Time), _hour.Average(sample => sample.Free));
        var slope = _hour.Sum(sample => (sample.Time - time) * (sample.Free - free)) / _hour.Sum(sample =>
            (sample.Time - time) * (sample.Time - time));
        return free + slope * (at - time);
    }
}
