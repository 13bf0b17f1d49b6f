namespace NagiosChecks.StaleAcks.Tests;

public sealed class MaskedTextTests
{
    [Theory]
    [InlineData("DISK CRITICAL - /var 97 % (3.1 GB free)", "DISK /var free")]
    [InlineData("DISK CRITICAL - /var 98% (998MB free)", "DISK /var free")]
    [InlineData("load average: 48.13, 40.2, 31", "load average")]
    [InlineData("connect to 10.0.0.1:3306 refused after 10.002 s", "connect to 10.0.0.1:3306 refused after")]
    [InlineData("sda1 has 5 bad sectors", "sda1 has bad sectors")]
    [InlineData("eth0 down, eth1 down", "eth0 eth1")]
    [InlineData("version 1.2.3 wanted", "version 1.2.3 wanted")]
    [InlineData("backup of Sat Nov 21 19:39:08 UTC 2026 failed", "backup of failed")]
    [InlineData("last run 2026-11-21T19:39:08Z", "last run")]
    [InlineData("up 3d4h, 12 min idle", "idle")]
    [InlineData("3/14 nodes, 0x7ffe12 at fault", "nodes at fault")]
    [InlineData("WARNING: / is 91% full", "/ is full")]
    [InlineData("CRITICAL", "(empty)")]
    [InlineData("", "(empty)")]
    [InlineData("(Service check timed out after 60.01 seconds)", "Service check timed out after")]
    [InlineData("a\nb\tc", "a b c")]
    public void Numbers_go_and_names_stay(string output, string masked) => Assert.Equal(masked, MaskedText.Mask(output));

    [Theory]
    [InlineData("DISK WARNING - /var 91 %", "DISK CRITICAL - /var 99 %", "")]
    [InlineData("DISK CRITICAL - /var 97 %", "DISK CRITICAL - /var 97 %, /binlog 99 %", "/binlog")]
    [InlineData("DISK CRITICAL - /var 97 %, /binlog 99 %", "DISK CRITICAL - /binlog 99 %", "")]
    [InlineData("eth0 down", "eth1 down", "eth1")]
    [InlineData("2 d 3 h behind", "5 min behind", "")]
    [InlineData("HTTP CRITICAL - connection refused", "HTTP CRITICAL - Socket timeout after 10 seconds", "Socket timeout after")]
    [InlineData("", "something", "something")]
    [InlineData("something", "", "(empty)")]
    public void Only_words_that_were_not_there_make_another_problem(string before, string now, string newWords) =>
        Assert.Equal(newWords, string.Join(' ', MaskedText.NewWords(MaskedText.Mask(now), MaskedText.Mask(before))));

    [Fact]
    public void A_longer_number_does_not_move_the_end_of_what_is_compared()
    {
        string Output(long number) => string.Concat(Enumerable.Range(0, 300).Select(item => $"item{item} at {number} MB, "));

        Assert.Empty(MaskedText.NewWords(MaskedText.Mask(Output(1_000_000)), MaskedText.Mask(Output(7))));
        Assert.InRange(MaskedText.Mask(Output(7)).Length, 500, 1100);
    }

    [Fact]
    public void Any_text_is_masked_without_a_control_character_or_line_break()
    {
        var random = new Random(5);
        for (var round = 0; round < 5_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65536))]);

            Assert.DoesNotContain(MaskedText.Mask(text), char.IsControl);
        }
    }
}
