using System.Diagnostics.CodeAnalysis;

namespace Nagios.Plugin.Tests;

/// <summary>Measures the sample, or fails as <c>--do</c> says.</summary>
internal static class SampleProbe
{
    public static SampleMeasurement Read(SampleOptions options, CheckRun run)
    {
        run.Stage = "doing as told";
        switch (options.Do)
        {
            case "throw":
                throw new InvalidOperationException("a bug\nof two lines | with a pipe");
            case "exhaust":
                run.Stage = "reading a very large file";
                Exhaust();
                break;
            case "sleep":
                run.Stage = "reading /proc/sleepy";
                if (options.StateDir is not null)
                    StateStore.Open(options.StateDir, "check_sample", "asleep").Dispose(); // leaves a file that says so
                Thread.Sleep(Timeout.Infinite);
                break;
            default:
                break;
        }

        return new SampleMeasurement(50, options.Do);
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the memory hog is meant to be one")]
    private static void Exhaust()
    {
        var hoard = new List<byte[]>();
        while (true)
            hoard.Add(new byte[1 << 20]);
    }
}
