using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new ConfigDriftCheck(), args);
}
