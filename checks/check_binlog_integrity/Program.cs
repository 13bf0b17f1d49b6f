using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new BinlogIntegrityCheck(), args);
}
