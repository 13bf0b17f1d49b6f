using System.Text;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>What engines other than Nagios 4 and Icinga 2 write into a status file: ends of acknowledgements, what is OK and acknowledged,
/// names in old encodings. Fields as xsddefault.c of Naemon 1.4 and xsddefault.c of Icinga 1.14 write them.</summary>
public sealed class EngineEndTests : IDisposable
{
    private readonly StatusFolder _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(7200, 0, "")] // ends by itself: four days old and not judged by its age
    [InlineData(-30, 0, "")] // Naemon has a minute to end it
    [InlineData(-7200, 2, "expired")]
    public void Naemons_acknowledgement_end_time_is_the_end(int secondsLeft, int exitCode, string stale)
    {
        _engine.Write(StatusFolder.Acknowledged("disk", StatusFolder.Var, 4 * 86400, "known",
            FormattableString.Invariant($"acknowledgement_end_time={StatusFolder.Now + secondsLeft}")));

        var look = _engine.Run("--output", "json");

        Assert.Equal((exitCode, stale), (look.ExitCode, look.Stale));
    }

    [Theory]
    [InlineData(1, 7200, 0, "")]
    [InlineData(1, -7200, 2, "expired")]
    [InlineData(0, -7200, 1, "old")] // expires=0: the time means nothing
    public void The_end_of_icinga_1_stands_in_its_comment(int expires, int secondsLeft, int exitCode, string stale)
    {
        var blocks = StatusFolder.Acknowledged("disk", StatusFolder.Var, 4 * 86400);
        blocks[1] = blocks[1].Replace("expires=0", $"expires={expires}", StringComparison.Ordinal)
            .Replace("expire_time=0", FormattableString.Invariant($"expire_time={StatusFolder.Now + secondsLeft}"),
                StringComparison.Ordinal);
        _engine.Write(blocks);

        var look = _engine.Run("--output", "json");

        Assert.Equal((exitCode, stale), (look.ExitCode, look.Stale));
    }

    [Fact]
    public void What_is_ok_and_acknowledged_is_said()
    {
        var blocks = StatusFolder.Acknowledged("disk", "DISK OK");
        blocks[0] = blocks[0].Replace("current_state=2", "current_state=0", StringComparison.Ordinal);
        _engine.Write(blocks);

        var look = _engine.Run("--report", "changes");

        Assert.Equal(1, look.ExitCode);
        Assert.EndsWith("by ops and still so while it is OK: its next problem would be silent (1 while_ok of 1 acknowledgement)",
            look.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, _engine.Run("--if-while-ok", "ok").ExitCode);
    }

    [Fact]
    public void Names_that_are_not_utf8_stay_apart_and_no_command_is_printed_for_them()
    {
        _engine.Write([.. StatusFolder.Acknowledged("Tr#ger", StatusFolder.Var), .. StatusFolder.Acknowledged("Tr%ger", StatusFolder.Var)]);
        var path = Path.Combine(_engine.Path, "status.dat");
        var bytes = File.ReadAllBytes(path);
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] = bytes[index] switch { (byte)'#' => 0xE4, (byte)'%' when bytes[index + 1] == 'g' => 0xF6, var other => other };
        File.WriteAllBytes(path, bytes);

        var look = _engine.Run("--output", "json");
        var text = _engine.Run("-w", "0:0");

        Assert.Equal(["Träger", "Tröger"], look.Acknowledgements.Select(row => row.GetProperty("service").GetString()).Order(
            StringComparer.Ordinal));
        Assert.All(look.Acknowledgements, row => Assert.Null(row.GetProperty("clear").GetString()));
        Assert.Contains("its name is not UTF-8, and no command can carry it", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("REMOVE_SVC", text.Output, StringComparison.Ordinal);
        Assert.Equal(2, Encoding.Latin1.GetString(bytes).Split("Tr\u00e4ger").Length - 1);
    }
}
