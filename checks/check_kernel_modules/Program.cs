using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run<KernelModulesOptions>(KernelModulesCheck.Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<KernelModulesOptions>(KernelModulesCheck.Description, args, output, Check);

    internal static NagiosCheckResult Check(KernelModulesOptions options, CheckRun run)
    {
        var policy = KernelModulesPolicy.Parse(options);
        var host = new KernelModulesProbe(options.OpenFiles(), run).Read(options.KernelVersion);
        run.Stage = "following modprobe.d";
        var judge = new ModuleJudge(host);
        return KernelModulesCheck.Evaluate(host, policy, [.. policy.Modules.Select(judge.Judge)], run.Verbosity);
    }
}
