namespace MySql.Session.Tests;

/// <summary>A server that does not behave, by malice or by a fault, costs a check neither its time nor the host's memory.</summary>
public sealed class HostileServerTests
{
    [Fact]
    public void Rows_without_end_are_not_read_to_the_end_and_not_kept()
    {
        using var server = new FakeServer(fake =>
        {
            LogIn(fake);
            fake.SendColumn(1);
            byte[] row = [1, 0, 0, 0, 0];
            var many = new byte[64 * 1024 / row.Length * row.Length];
            for (byte number = 4; ; number += 0)
            {
                for (var index = 0; index < many.Length; index += row.Length, number++)
                {
                    row.CopyTo(many, index);
                    many[index + 3] = number;
                }

                if (!fake.SendRaw(many))
                    return;
            }
        });

        var run = Run(server, "20");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("has more than 200000 rows", run.FirstLine, StringComparison.Ordinal);
        Assert.True(run.Elapsed < TimeSpan.FromSeconds(15), $"{run.Elapsed}");
    }

    [Fact]
    public void Rows_that_come_too_slowly_end_with_the_runs_time()
    {
        using var server = new FakeServer(fake =>
        {
            LogIn(fake);
            fake.SendColumn(1);
            for (byte number = 4; fake.Send(number, [1, (byte)'x']); number++)
                Thread.Sleep(20);
        });

        var run = Run(server, "3");

        Assert.Equal(3, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void An_answer_without_a_row_where_one_belongs_is_said_in_words()
    {
        using var server = new FakeServer(fake =>
        {
            LogIn(fake);
            fake.SendColumn(1);
            fake.Send(4, [0xfe, 0, 0, 2, 0]);
            _ = fake.Receive();
        });

        var run = Run(server, "6");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("answers 'SELECT @@version", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("without a row", run.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ffffff00")]
    [InlineData("05000000fb00000000")]
    [InlineData("0100000101")]
    [InlineData("07000001fffe04233432530000")]
    [InlineData("00000001")]
    public void An_answer_that_is_no_answer_is_a_failure_and_no_crash(string hex)
    {
        using var server = new FakeServer(fake =>
        {
            LogIn(fake);
            _ = fake.SendRaw(Convert.FromHexString(hex));
            _ = fake.Receive();
        });

        var run = Run(server, "4");

        Assert.InRange(run.ExitCode, 2, 3);
        Assert.DoesNotContain("internal error", run.Output, StringComparison.Ordinal);
    }

    // Up to the session's first question: SET NAMES and the session's limits are answered with OK.
    private static void LogIn(FakeServer server)
    {
        server.Send(0, FakeServer.Greeting("5.5.5-10.11.19-MariaDB", "mysql_native_password"));
        _ = server.Receive();
        server.Send(2, FakeServer.Ok);
        for (var statement = 0; statement < 2; statement++)
        {
            _ = server.Receive();
            server.Send(1, FakeServer.Ok);
        }

        _ = server.Receive();
    }

    private static SessionRun Run(FakeServer server, string seconds) =>
        SessionRun.Of("-H", "127.0.0.1", "-P", $"{server.Port}", "-u", "plain", "-p", "secret", "-t", seconds);
}
