using Xunit.Runner.InProc.SystemConsole;

namespace Nagios.Plugin.Tests;

/// <summary>The test assembly is also the check that its tests run as a process of its own.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        args is ["check", .. var rest] ? Task.FromResult(CheckHost.Run(new SampleCheck(), rest)) : ConsoleRunner.Run(args);
}
