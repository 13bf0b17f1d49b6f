namespace Nagios.Plugin.Tests;

/// <summary>Runs <see cref="SampleCheck"/> as an engine would run a check.</summary>
internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run(new SampleCheck(), args);
}
