using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new BinlogPartitionCheck(), args);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run(new BinlogPartitionCheck(), args, output);
}
