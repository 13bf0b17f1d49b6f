using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run<BinlogPartitionOptions>(BinlogPartitionCheck.Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<BinlogPartitionOptions>(BinlogPartitionCheck.Description, args, output, Check);

    internal static NagiosCheckResult Check(BinlogPartitionOptions options, CheckRun run)
    {
        var limits = PartitionLimits.Parse(options);
        PartitionView view;
        try
        {
            view = BinlogPartitionProbe.Read(options, limits, run);
        }
        catch (MySqlSessionException down) when (down.IsServerDown)
        {
            // Not even its files could be found.
            var nothing = new NagiosCheckResult(BinlogPartitionCheck.Description.Name).Report(limits.IfServerDown, $"{down.Message}: its partition is not judged, unless --path names the binlogs");
            foreach (var step in down.NextSteps)
                nothing.NextStep(step);
            return nothing;
        }

        var result = BinlogPartitionCheck.Evaluate(view, limits);
        if (run.Verbosity > 0)
        {
            foreach (var window in new[] { limits.LongWindow / 6, limits.LongWindow })
            {
                if (Sparkline.Render(view.History, window) is { } line)
                    result.Note(line);
            }
        }

        return result;
    }
}
