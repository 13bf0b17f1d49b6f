using System.Diagnostics.CodeAnalysis;
using CommandLine;

namespace Nagios.Plugin.Tests;

/// <summary>The options of <see cref="SampleCheck"/>: one of every kind that a check can have.</summary>
internal sealed class SampleOptions : HostOptions
{
    [Option('w', "warning", MetaValue = "RANGE", HelpText = "fill of the sample, in percent")]
    public string Warning { get; set; } = "80";

    [Option('c', "critical", MetaValue = "RANGE", HelpText = "fill of the sample, in percent")]
    public string Critical { get; set; } = "90";

    [Option("growth-warning", MetaValue = "RANGE", HelpText = "growth of the sample, in bytes per second")]
    public string? GrowthWarning { get; set; }

    [Option('n', "namespace", MetaValue = "LIST", HelpText = "only these namespaces (default: all)")]
    public string? Namespace { get; set; }

    [Option('p', "password", MetaValue = "WORD", HelpText = "password of the sample")]
    public string? Password { get; set; }

    [Option("window", MetaValue = "DURATION", HelpText = "how far to look back")]
    public string Window { get; set; } = "5m";

    [Option("forbid", HelpText = "alert when there is a sample at all")]
    public bool Forbid { get; set; }

    [Option("do", MetaValue = "WHAT", HelpText = "how to behave: measure, sleep, throw, exhaust, flood, nothing, state, save")]
    public string Do { get; set; } = "measure";
}

/// <summary>A check that behaves as it is told, well and badly; the test assembly runs as it when its first argument is "check".</summary>
internal static class SampleCheck
{
    public static CheckDescription Description { get; } = new("check_sample", "is the sample as it should be?", "Measures a sample.\n\nNever touches the host.")
    {
        States = ["OK the fill is inside its range.", "WARNING, CRITICAL the fill is outside of --warning or --critical.", "UNKNOWN the sample could not be read."],
        Examples = [("check_sample -w 70 -c 85", "lower limits")],
    };

    public static int Run(string[] args) => CheckHost.Run<SampleOptions>(Description, args, Check);

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the memory hog is meant to be one")]
    public static NagiosCheckResult Check(SampleOptions options, CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(run);
        var thresholds = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Percent);
        var result = new NagiosCheckResult("SAMPLE");
        run.Stage = "doing as told";
        switch (options.Do)
        {
            case "sleep":
                run.Stage = "reading /proc/sleepy";
                if (options.StateDir is not null)
                    run.OpenState("asleep").Dispose(); // leaves a file that says so
                Thread.Sleep(Timeout.Infinite);
                break;
            case "throw":
                throw new InvalidOperationException("a bug\nof two lines | with a pipe");
            case "exhaust":
                run.Stage = "reading a very large file";
                var hoard = new List<byte[]>();
                while (true)
                    hoard.Add(new byte[1 << 20]);
            case "flood":
                for (var number = 0; number < 5000; number++)
                    result.Report(NagiosState.Critical, $"finding {number} of a flood").Graph(new PerfDatum($"item_{number}", number));
                return result;
            case "nothing":
                return null!;
            case "state":
                return CountRuns(result, run);
            case "save":
                SaveForEver(run);
                break;
            default:
                break;
        }

        return result.Measure(new PerfDatum("fill", 50, "%") { Thresholds = thresholds, Minimum = 0, Maximum = 100 }, "50 % full, namespace " + (options.Namespace ?? "all"));
    }

    // How many runs there have been by the state, which is held long enough for others to come in between.
    private static NagiosCheckResult CountRuns(NagiosCheckResult result, CheckRun run)
    {
        using var state = run.OpenState("runs");
        var runs = state.Load() is { } last ? int.Parse(last.Records[0]) + 1 : 1;
        Thread.Sleep(20);
        state.Save(new StateSnapshot(run.Clock, [$"{runs}"]));
        result.Summary = $"run {runs}";
        return state.Problem is { } problem ? result.Note(problem) : result;
    }

    // Every snapshot holds one number a thousand times over, so that a mixture of two shows.
    private static void SaveForEver(CheckRun run)
    {
        for (var number = 0; ; number++)
        {
            using var state = run.OpenState("numbers");
            state.Save(new StateSnapshot(run.Clock, [.. Enumerable.Repeat($"{number}", 1000)]));
        }
    }
}
