using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

internal static class Program
{
    private static readonly CheckDescription D = new("check_conntrack", "x", "y") { States = ["OK x"], Examples = [("a", "b")] };
    public static int Main(string[] args) => CheckHost.Run<HostOptions>(D, args, (o, run) => { run.Stage="sleeping"; if (o.Root != "/") System.Threading.Thread.Sleep(100000); return new NagiosCheckResult("CONNTRACK") { Summary = "hi" }; });
}
