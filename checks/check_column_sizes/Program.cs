using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new ColumnSizesCheck(), args);
}
