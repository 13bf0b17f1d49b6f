using Nagios.Plugin;

namespace NagiosChecks.Failover.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_line_is_read_as_CommandLineParser_reads_it_or_refused(int seed) => CommandLineOracle.Compare<FailoverOptions>(seed);

    [Theory]
    [InlineData("--ready", "--ready", "0")]
    [InlineData("--ready", "--ready", "1.5")]
    [InlineData("--prefer", "--prefer", "a,,b")]
    [InlineData("--never", "--never", "a,a")]
    [InlineData("--if-not-asked", "--if-not-asked", "maybe")]
    [InlineData("--hosts", "--hosts", "db1:99999")]
    [InlineData("no such directory", "--replay", "/nonexistent/tree")]
    public void What_cannot_be_meant_ends_in_one_line_and_3(string named, params string[] arguments)
    {
        using var output = new StringWriter();

        Assert.Equal(3, CheckHost.Run(new FailoverCheck(), arguments, output));
        Assert.Contains(named, output.ToString().Split('\n')[0], StringComparison.Ordinal);
    }
}
