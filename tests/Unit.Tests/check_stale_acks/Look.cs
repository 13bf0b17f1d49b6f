using Linux.Host;
using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>One run of the check inside the test, from its command line to its exit code.</summary>
internal sealed record Look(int ExitCode, string Output)
{
    /// <summary>The first line without its perfdata.</summary>
    public string FirstLine => Output.Split('\n')[0].Split(" | ")[0];

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The acknowledgements in the JSON output.</summary>
    public IReadOnlyList<JsonElement> Acknowledgements => [.. Json.GetProperty("data").GetProperty("acknowledgements").EnumerateArray()];

    public static Look With(string stateDirectory, params string[] arguments) => Later(0, stateDirectory, arguments);

    /// <summary>The same, judged so many seconds later.</summary>
    public static Look Later(double seconds, string stateDirectory, params string[] arguments)
    {
        using var output = new StringWriter();
        var exitCode = CheckHost.Run(new LaterCheck(seconds), ["--state-dir", stateDirectory, .. arguments], output);
        return new Look(exitCode, output.ToString());
    }

    /// <summary>The classes of the only acknowledgement, in the JSON output.</summary>
    public string Stale =>
        string.Join(' ', Acknowledgements.Single().GetProperty("stale").EnumerateArray().Select(stale => stale.GetString()));

    // Judged so many seconds later than now: what tests need to see an end that has passed.
    private sealed class LaterCheck(double seconds) : StaleAcksCheck
    {
        public override Verdict<StaleAcksHistory> Evaluate(
            StaleAcksMeasurement measurement, StaleAcksLimits limits, StaleAcksHistory history, ClockReading now) =>
            base.Evaluate(measurement, limits, history, now with { WallSeconds = now.WallSeconds + seconds });
    }
}
