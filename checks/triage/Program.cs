using Nagios.Plugin;

namespace NagiosChecks.Triage;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new TriageCheck(), args);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run(new TriageCheck(), args, output);
}
