using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new ReplicationIoCheck(), args);
}
