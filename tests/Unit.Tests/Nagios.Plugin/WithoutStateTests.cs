using NagiosChecks.BinlogIntegrity;
using NagiosChecks.BinlogPartition;
using NagiosChecks.BinlogTables;
using NagiosChecks.ColumnSizes;
using NagiosChecks.KilledQueries;
using NagiosChecks.ReplicationIo;

namespace Nagios.Plugin.Tests;

/// <summary>A check whose verdict needs its state is no plain OK where somebody else has taken the place of that state.</summary>
public sealed class WithoutStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _taken;
    private readonly string _binlogs;

    public WithoutStateTests()
    {
        _taken = _folder.Write("taken", "a file of somebody else");
        _binlogs = Path.Combine(_folder.Path, "binlogs");
        Directory.CreateDirectory(_binlogs);
        File.Copy(Repository.Fixture("MySql.Binlog", "mariadb-rewrites-noblob.bin"), Path.Combine(_binlogs, "mysql-bin.000001"));
        File.WriteAllText(Path.Combine(_binlogs, "mysql-bin.index"), "./mysql-bin.000001\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_forecast_without_samples_is_a_warning() =>
        AssertWarns(new BinlogPartitionCheck(), "--path", _binlogs, "--login", "never", "--used-warning", "~:", "--used-critical", "~:");

    [Fact]
    public void Binlogs_that_are_followed_without_a_place_to_go_on_are_a_warning()
    {
        AssertWarns(new BinlogTablesCheck(), "--dir", _binlogs);
        AssertWarns(new ColumnSizesCheck(), "--dir", _binlogs);
        AssertWarns(new BinlogIntegrityCheck(), "--dir", _binlogs, "--if-not-closed", "ok");
    }

    [Fact]
    public void Binlogs_that_are_named_are_read_whole_and_need_no_state()
    {
        var file = Path.Combine(_binlogs, "mysql-bin.000001");
        Assert.Equal(0, Run(new BinlogTablesCheck(), file).ExitCode);
        Assert.Equal(0, Run(new ColumnSizesCheck(), file).ExitCode);
    }

    [Fact]
    public void The_checks_of_servers_need_their_state() =>
        Assert.Equal((NagiosState.Warning, NagiosState.Warning),
            (new KilledQueriesCheck().WithoutState, new ReplicationIoCheck().WithoutState));

    private void AssertWarns<TOptions, TLimits, TMeasurement, THistory>(
        Check<TOptions, TLimits, TMeasurement, THistory> check, params string[] arguments)
        where TOptions : CommonOptions, new()
        where THistory : class
    {
        var (exitCode, text) = Run(check, arguments);
        Assert.True(exitCode == 1, text);
        Assert.Contains($"state is not kept: {_taken} is a regular file of ", text.Split('\n')[0], StringComparison.Ordinal);
    }

    private (int ExitCode, string Text) Run<TOptions, TLimits, TMeasurement, THistory>(
        Check<TOptions, TLimits, TMeasurement, THistory> check, params string[] arguments)
        where TOptions : CommonOptions, new()
        where THistory : class
    {
        using var output = new StringWriter { NewLine = "\n" };
        return (CheckHost.Run(check, [.. arguments, "--state-dir", _taken], output), output.ToString());
    }
}
