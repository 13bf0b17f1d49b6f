using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Growth of the past as one line of text.</summary>
internal static class Sparkline
{
    private const int Columns = 36;
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>The line, or null when nothing is known: oldest first, the scale is its own largest column.</summary>
    public static string? Render(RoomHistory history, double window)
    {
        var step = window / Columns;
        var rates = new double[Columns];
        for (var column = 0; column < Columns; column++)
        {
            var from = history.Now - window + column * step;
            rates[column] = Math.Max(0, history.TakenAt(from + step) - history.TakenAt(from)) / step;
        }

        var most = rates.Max();
        if (most <= 0)
            return null;
        var line = new StringBuilder();
        foreach (var rate in rates)
            line.Append(rate <= 0 ? '.' : Bars[Math.Min(Bars.Length - 1, (int)(rate / most * Bars.Length))]);
        return $"written in the last {Quantity.Human(window, Dimension.Duration)}: {line} at most "
            + $"{BinlogPartitionEvaluation.PerMinute(most)} ({Quantity.Human(step, Dimension.Duration)} a column)";
    }
}
