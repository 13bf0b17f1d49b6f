using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new KilledQueriesCheck(), args);
}
