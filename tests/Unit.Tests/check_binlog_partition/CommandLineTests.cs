namespace NagiosChecks.BinlogPartition.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_line_is_read_as_CommandLineParser_reads_it_or_refused(int seed) =>
        CommandLineOracle.Compare<BinlogPartitionOptions>(seed);
}
