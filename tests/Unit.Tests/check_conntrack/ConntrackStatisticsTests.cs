using Nagios.Plugin;

namespace NagiosChecks.Conntrack.Tests;

public sealed class ConntrackStatisticsTests
{
    private const string Path = "/proc/net/stat/nf_conntrack";

    [Fact]
    public void A_captured_file_of_a_full_namespace_is_read()
    {
        var folder = Repository.Fixture("check_conntrack", "namespace-full-and-dropping", "proc");
        var file = Directory.GetFiles(folder, "nf_conntrack", SearchOption.AllDirectories)
            .Single(path => File.ReadAllText(path).Contains("00000258", StringComparison.Ordinal));

        var statistics = ConntrackStatistics.Parse(File.ReadAllText(file), file);

        Assert.Equal(600, statistics.Entries);
        // Counted independently: `awk '{d += strtonum("0x" $11)}'` over the same file.
        Assert.Equal(SumOfColumn(file, 10), statistics.Drop);
        Assert.Equal(SumOfColumn(file, 11), statistics.EarlyDrop);
        Assert.True(statistics.Drop > 0);
        Assert.Equal(0, statistics.Expectations);
    }

    [Fact]
    public void Entries_stand_on_every_line_and_are_not_summed_while_counters_are()
    {
        var statistics =
            ConntrackStatistics.Parse(
            "entries drop early_drop insert_failed\n0000000a 00000001 00000002 00000003\n0000000a 00000010 00000020 00000030\n", Path);

        Assert.Equal((10, 0x11u, 0x22u, 0x33u), (statistics.Entries, statistics.Drop, statistics.EarlyDrop, statistics.InsertFailed));
        Assert.Null(statistics.Expectations);
    }

    [Fact]
    public void The_sixteen_columns_of_kernels_before_2_6_35_are_read_by_name()
    {
        // ct_cpu_seq_show of Linux 2.6.32: "searched" and "delete_list", no search_restart.
        const string Text =
            "entries  searched found new invalid ignore delete delete_list insert insert_failed drop early_drop icmp_error  expect_new "
            + "expect_create expect_delete\n"
            + "0000ffff  00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008 00000009 0000000a 0000000b 0000000c  "
                + "0000000d 0000000e 00000002\n";

        var statistics = ConntrackStatistics.Parse(Text, Path);

        Assert.Equal(new ConntrackStatistics(65535, 10, 11, 9, null, false, 12), statistics);
    }

    // Linux 5.15 put chainlength where delete_list was, which counted something else (kernel-lab captures of 5.10 and 6.1).
    [Theory]
    [InlineData("chainlength", 7u)]
    [InlineData("delete_list", null)]
    public void The_same_column_is_a_loss_under_one_name_and_none_under_the_other(string name, uint? chainTooLong) =>
        Assert.Equal(chainTooLong, ConntrackStatistics.Parse($"entries {name} drop\n1 7 2\n", Path).ChainTooLong);

    [Fact]
    public void A_count_below_zero_is_read_as_what_it_is() =>
        Assert.Equal(-12, ConntrackStatistics.Parse("entries drop\nfffffff4 0\n", Path).Entries);

    [Fact]
    public void A_counter_that_wraps_at_32_bits_on_one_cpu_still_sums_up_right() =>
        Assert.Equal(16,
            ConntrackStatistics.Advance(0xfffffff8, ConntrackStatistics.Parse("entries drop\n0 fffffff8\n0 00000010\n", Path).Drop));

    [Theory]
    [InlineData(5u, 5u, 0)]
    [InlineData(5u, 12u, 7)]
    [InlineData(uint.MaxValue, 3u, 4)]
    [InlineData(1000u, 2u, 2)] // went back: the module was loaded anew
    public void A_counter_advances_through_a_wrap_and_starts_anew_after_a_reset(uint before, uint now, long moved) =>
        Assert.Equal(moved, ConntrackStatistics.Advance(before, now));

    [Theory]
    [InlineData("", "has no text")]
    [InlineData("entries drop\n", "has no line of numbers")]
    [InlineData("found new\n1 2\n", "expected a header with the column 'entries'")]
    [InlineData("entries drop\n1\n", "has a line of 1 numbers under 2 column names")]
    [InlineData("entries drop\n1 2 3\n", "where 2 hexadecimal numbers belong")]
    [InlineData("entries drop\n1 xyz\n", "where 2 hexadecimal numbers belong")]
    [InlineData("entries drop\n1 100000000\n", "where 2 hexadecimal numbers belong")]
    [InlineData("entries drop\n1 -2\n", "where 2 hexadecimal numbers belong")]
    public void A_damaged_file_is_refused_with_what_was_found(string text, string reason)
    {
        var failure = Assert.Throws<CheckException>(() => ConntrackStatistics.Parse(text, Path));

        Assert.StartsWith(Path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_thousand_mutated_files_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(20120517);
        var seeds = Directory.GetFiles(Repository.Fixture("check_conntrack"), "nf_conntrack", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Distinct().ToArray();
        var refused = 0;
        for (var round = 0; round < 30_000; round++)
        {
            var text = Mutation.Of(seeds[random.Next(seeds.Length)], random);
            try
            {
                Assert.InRange(ConntrackStatistics.Parse(text, Path).Entries, int.MinValue, int.MaxValue);
            }
            catch (CheckException failure)
            {
                Assert.DoesNotContain('\n', failure.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 29_999);
    }

    private static uint SumOfColumn(string path, int column) =>
        (uint)File.ReadAllLines(path).Skip(1)
            .Sum(line => Convert.ToInt64(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[column], 16));
}
