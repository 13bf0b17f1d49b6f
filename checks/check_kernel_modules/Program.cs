using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new KernelModulesCheck(), args);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run(new KernelModulesCheck(), args, output);
}
