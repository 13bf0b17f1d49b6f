using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new ConntrackCheck(), args);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run(new ConntrackCheck(), args, output);
}
