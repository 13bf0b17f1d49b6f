namespace NagiosChecks.StaleAcks.Tests;

public sealed class OutputClausesTests
{
    [Theory]
    [InlineData("DISK CRITICAL - /var 97 % (3.1 GB free)", "/var free")]
    [InlineData("DISK CRITICAL - /var 98% (998MB free)", "/var free")]
    [InlineData("/var: 97%used(31000MB/32000MB)", "/var; used")]
    [InlineData("load average: 48.13, 40.2, 31.5", "load average")]
    [InlineData("connect to 10.0.0.1:3306 refused after 10.002 s", "connect to 10.0.0.1:3306 refused after")]
    [InlineData("CRITICAL: disk in slot 3 failed", "disk in slot 3 failed")]
    [InlineData("eth0 down, eth1 down", "eth0 down; eth1 down")]
    [InlineData("version 1.2.3 wanted", "version 1.2.3 wanted")]
    [InlineData("last run 23.11.2026 03:00", "last run")]
    [InlineData("backup of Sat Nov 21 19:39:08 UTC 2026 failed", "backup of failed")]
    [InlineData("RAID CRITICAL: md0 degraded, md1 clean", "md0 degraded")]
    [InlineData("PS1: OK, PS2: CRITICAL", "PS2 critical")]
    [InlineData("Array B(Failed), Array C(OK)", "Array B failed")]
    [InlineData("ok=1, warning=0, critical=1", "critical ~1")]
    [InlineData("Physical Disk 0:1:3 failed", "Physical Disk 0:1:3 failed")]
    [InlineData("PID:12345 req 8f3a2b is stuck", "PID req is stuck")]
    [InlineData("backup-20261124.tar.gz missing", "backup-*.tar.gz missing")]
    [InlineData("3 of 14 filesystems", "~3 of ~14 filesystem")]
    [InlineData("CRITICAL", "")]
    [InlineData("", "")]
    public void What_changes_from_run_to_run_goes_and_what_names_things_stays(string output, string expected) =>
        Assert.Equal(expected, string.Join("; ", OutputClauses.Of(output, "", "")));

    [Fact]
    public void Of_a_table_only_the_rows_that_say_what_is_wrong_count() =>
        Assert.Equal(["critical ~1", "critical /binlog full"],
            OutputClauses.Of("ok=1, warning=0, critical=1", "\\_[OK] /boot 12%\n\\_[CRITICAL] /binlog 97% full", ""));

    [Fact]
    public void A_number_of_the_perfdata_is_a_measure() =>
        Assert.Equal(["queue length is"], OutputClauses.Of("queue length is 1542", "", "length=1542;1000;1500"));

    [Fact]
    public void Any_text_is_taken_apart_without_a_control_character_or_line_break()
    {
        var random = new Random(5);
        for (var round = 0; round < 2_000; round++)
        {
            var text = new string(
                [.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65536))]);

            foreach (var clause in OutputClauses.Of(text, text, text))
                Assert.DoesNotContain(clause, char.IsControl);
        }
    }

    [Fact]
    public void An_output_without_end_does_not_take_for_ever()
    {
        foreach (var sign in new[] { ":", "=", ",", "1", "a:", "1.", "((", "1/", "[", "- ", "x=1 " })
        {
            var text = string.Concat(Enumerable.Repeat(sign, 100_000 / sign.Length));
            var clock = System.Diagnostics.Stopwatch.StartNew();
            OutputClauses.Of(text, text, text);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{sign}: {clock.Elapsed}");
        }
    }
}
