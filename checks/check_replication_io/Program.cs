using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run<ReplicationIoOptions>(ReplicationIoCheck.Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<ReplicationIoOptions>(ReplicationIoCheck.Description, args, output, Check);

    internal static NagiosCheckResult Check(ReplicationIoOptions options, CheckRun run)
    {
        _ = ReplicationIoSettings.Parse(options);
        throw new CheckException("not yet");
    }
}
