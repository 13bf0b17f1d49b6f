using Nagios.Plugin;

namespace NagiosChecks.Failover;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new FailoverCheck(), args);
}
