namespace MonitoringEngines;

/// <summary>A check's result as an engine stored it.</summary>
/// <param name="State">0 to 3.</param>
/// <param name="FirstLine">The text before the first newline, without perfdata.</param>
/// <param name="LongOutput">The lines after the first, joined by newlines, without a trailing one.</param>
/// <param name="PerfData">The perfdata, items separated by one space.</param>
public sealed record CheckArrival(int State, string FirstLine, string LongOutput, string PerfData)
{
    /// <summary>What an engine should store of what a plugin printed: perfdata behind the first line's '|', the rest below it.</summary>
    public static CheckArrival Of(ProcessRun plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var lines = plugin.Output.TrimEnd('\n').Split('\n', 2);
        var first = lines[0].Split('|', 2);
        return new CheckArrival(
            plugin.ExitCode, first[0].TrimEnd(), lines.Length > 1 ? lines[1] : "", first.Length > 1 ? first[1].Trim() : "");
    }
}
