using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new StaleAcksCheck(), args);
}
