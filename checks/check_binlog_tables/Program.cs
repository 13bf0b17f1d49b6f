using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new BinlogTablesCheck(), args);
}
