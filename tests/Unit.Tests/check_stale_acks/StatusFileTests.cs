using System.Globalization;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

public sealed class StatusFileTests
{
    private const string Head =
        "# NAGIOS STATUS FILE\n\ninfo {\n\tcreated=1795289806\n\tversion=4.4.6\n\t}\n\nprogramstatus {\n\tenable_notifications=1\n\t}\n\n";

    [Theory]
    [InlineData("acknowledged", "labhost/svc1 WARNING normal 1795289802 opx normal ack", "")]
    [InlineData("output-changed", "labhost/svc1 WARNING normal 1795289802 opx normal ack", "")]
    [InlineData("normal-cleared-by-worse-state", "", "")]
    [InlineData("sticky-across-worse-state", "labhost/svc1 CRITICAL sticky 1795289822 opx sticky ack", "")]
    [InlineData("old-comment-on-new-problem", "", "labhost/svc1 opx sticky persistent")]
    [InlineData("removed-type-kept", "", "labhost/svc1 second second; with ; semis | pipe <b>ü</b> \\n back")]
    [InlineData("downtime", "", "")]
    [InlineData("soft-then-hard", "labhost/svc3 CRITICAL normal 1795291309 opx soft normal ack", "labhost/svc1 opx normal_persist")]
    public void Captured_files_hold_these_acknowledgements(string fixture, string acknowledged, string leftover)
    {
        var file = Read(File.ReadAllBytes(Repository.Fixture("check_stale_acks", "nagios", fixture + ".status.dat")));

        Assert.Equal(acknowledged, string.Join('\n', file.Report.Problems.Select(problem =>
            string.Create(CultureInfo.InvariantCulture,
                $"{problem.Name} {problem.State.Word()} {(problem.Sticky ? "sticky" : "normal")} {problem.AcknowledgedAt} "
                + $"{problem.Author} {problem.Comment}"))));
        Assert.Equal(leftover,
            string.Join('\n', file.Report.Leftovers.Select(comment => $"{comment.About.Name} {comment.Author} {comment.Comment}")));
        Assert.Equal("Nagios 4.4.6", file.Report.Engine);
        Assert.True(file.Report.NotificationsEnabled);
    }

    [Fact]
    public void An_acknowledgement_older_than_its_last_state_change_is_valid_and_not_stale()
    {
        var report = Read(File.ReadAllBytes(Repository.Fixture("check_stale_acks", "nagios", "soft-then-hard.status.dat"))).Report;

        var problem = Assert.Single(report.Problems);

        Assert.Empty(AcknowledgementVerdict.Judge(
            problem, FirstSight.Of(problem, ProblemImage.Of(problem), 1795291320), report, Watch.Limits(), 1795291320).Classes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void It_reads_the_same_in_pieces_of_any_size(int piece)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("check_stale_acks", "nagios", "soft-then-hard.status.dat"));

        Assert.Equal(Describe(Read(bytes)), Describe(Read(bytes, piece)));
    }

    [Fact]
    public void The_newest_of_several_comments_is_the_acknowledgements_own()
    {
        var file = Read(Head + Service("1", "2") + Comment(14, 100, 1, "old") + Comment(17, 300, 0, "new") + Comment(15, 200, 0, "middle"));

        var problem = Assert.Single(file.Report.Problems);
        Assert.Equal(("new", 300), (problem.Comment, problem.AcknowledgedAt));
    }

    [Fact]
    public void Of_two_comments_of_one_second_the_higher_number_is_newer()
    {
        var file = Read(Head + Service("1", "2") + Comment(18, 300, 0, "second") + Comment(17, 300, 0, "first"));

        Assert.Equal("second", Assert.Single(file.Report.Problems).Comment);
    }

    [Fact]
    public void A_comment_that_is_not_an_acknowledgements_is_not_taken_for_one()
    {
        var file = Read(
            Head + Service("1", "1") + Comment(1, 300, 0, "downtime").Replace("entry_type=4", "entry_type=2", StringComparison.Ordinal));

        Assert.Null(Assert.Single(file.Report.Problems).Comment);
    }

    [Fact]
    public void Output_that_looks_like_a_field_or_an_end_is_only_output()
    {
        var file = Read(
            Head + Service("0", "0", output: "problem_has_been_acknowledged=1 } servicestatus {")
            + Service("1", "1", name: "b", output: "\\n\\t}\\n current_state=0"));

        Assert.Equal("h/b", Assert.Single(file.Report.Problems).Name);
        Assert.Equal("\\n\\t}\\n current_state=0", file.Report.Problems[0].Output);
    }

    [Fact]
    public void A_host_that_is_down_is_critical()
    {
        var file = Read(
            Head + "hoststatus "
            + "{\n\thost_name=h\n\tcurrent_state=1\n\tproblem_has_been_acknowledged=1\n\tacknowledgement_type=2\n\tlast_time_up=77\n\t}"
                + "\n\n");

        var problem = Assert.Single(file.Report.Problems);
        Assert.Equal(("h", NagiosState.Critical, true, 77), (problem.Name, problem.State, problem.Sticky, problem.LastOk));
    }

    [Fact]
    public void Invalid_utf8_in_a_comment_is_replaced_and_a_comment_of_9_kB_is_whole()
    {
        var bytes = Encoding.UTF8.GetBytes(Head + Service("1", "1") + Comment(1, 2, 0, new string('k', 9000) + "@"));
        bytes[Array.LastIndexOf(bytes, (byte)'@')] = 0xFF;

        Assert.Equal(new string('k', 9000) + "\ufffd", Assert.Single(Read(bytes).Report.Problems).Comment);
    }

    [Fact]
    public void Naemon_is_known_by_its_head() =>
        Assert.Equal("Naemon 1.4.1",
            Read(Head.Replace("NAGIOS", "NAEMON", StringComparison.Ordinal)
            .Replace("4.4.6", "1.4.1", StringComparison.Ordinal)).Report.Engine);

    [Theory]
    [InlineData("", "has no info block")]
    [InlineData("\n\n# only a comment\n", "has no info block")]
    [InlineData("info {\n\tcreated=1795289806\n\t}\n", "has no programstatus block")]
    [InlineData("info {\n\tcreated=soon\n\t}\n\nprogramstatus {\n\tx=1\n\t}\n", "has no info block")]
    [InlineData("info {\n\tcreated=1795289806\n", "half-written: it ends inside a block that begins at offset 0")]
    [InlineData("info {\n\tcreated=1795289806\n\t}", "half-written")]
    [InlineData("inf", "half-written")]
    [InlineData("{\"results\":[]}\n", "no status file of Nagios or Naemon: at offset 0 there is '{\"results\":[]}'")]
    [InlineData("<html>\n", "where a block should begin")]
    public void What_is_no_whole_status_file_is_refused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<CheckException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_cut_anywhere_is_refused_or_was_cut_between_two_blocks()
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("check_stale_acks", "nagios", "soft-then-hard.status.dat"));
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                Read(bytes[..length]);
                var text = Encoding.UTF8.GetString(bytes, 0, length);
                Assert.True(text.EndsWith("\t}\n", StringComparison.Ordinal) || text.EndsWith("\t}\n\n", StringComparison.Ordinal),
                    $"cut at {length}");
            }
            catch (CheckException)
            {
                // Refused in an operator's words.
            }
        }
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var endless = new byte[20 * 1024 * 1024];
        Array.Fill(endless, (byte)'a');

        Assert.Contains("more than 8 MB", Assert.Throws<CheckException>(() => Read(endless)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_but_never_crash_the_reader()
    {
        var random = new Random(1917);
        var whole = File.ReadAllBytes(Repository.Fixture("check_stale_acks", "nagios", "soft-then-hard.status.dat"));
        var refused = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 20); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : "\n\t{}=\0 4"u8[random.Next(8)];
            try
            {
                var report = Read(bytes).Report;
                foreach (var problem in report.Problems)
                    AcknowledgementVerdict.Judge(problem, FirstSight.Of(problem, ProblemImage.Of(problem), 5), report, Watch.Limits(), 5);
            }
            catch (CheckException failure)
            {
                refused++;
                Assert.DoesNotContain('\n', failure.Message);
            }
        }

        Assert.InRange(refused, 500, 5_000);
    }

    [Fact]
    public void A_service_that_is_ok_costs_no_memory()
    {
        long Allocated(int count)
        {
            var bytes = Encoding.UTF8.GetBytes(
                Head + string.Concat(
                Enumerable.Repeat(Service("0", "0").Replace("current_state=2", "current_state=0", StringComparison.Ordinal), count)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(bytes);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(10);

        // The runtime itself may take some bytes while it compiles the loop better; a service that is kept takes hundreds.
        Assert.InRange(Allocated(10_000) - Allocated(10), -10_000, 10_000);
    }

    [Theory]
    [InlineData(10, 49, null)]
    [InlineData(10, 61, "is stale: written 61 s ago, 10 s is its update interval")]
    [InlineData(60, 290, null)]
    [InlineData(60, 301, "is stale: written 5 min ago, 60 s is its update interval")]
    [InlineData(0, 119, null)]
    [InlineData(0, 121, "is stale: written 2 min ago; is the engine dead?")]
    [InlineData(10, -59, null)]
    [InlineData(10, -61, "61 s in the future")]
    public void The_age_of_the_file_is_compared_with_its_update_interval(double interval, double age, string? refusal)
    {
        var source = new StatusFileSource(
            "/s", interval == 0 ? null : new NagiosConfiguration(null, null, null, interval), null, null, groups: false);

        var failure = Record.Exception(() => source.RefuseStale(1000, 1000 + age));

        Assert.Equal(refusal is null, failure is null);
        if (refusal is not null)
            Assert.Contains(refusal, Assert.IsType<CheckException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_the_clear_command_are_words_for_the_shell_whatever_they_hold()
    {
        using var folder = new TemporaryFolder();
        var fifo = Path.Combine(folder.Path, "commands");
        var source = new StatusFileSource("/s", null, null, fifo, groups: false);
        var name = "a'b $(touch pwned) `id` \"x\" %s \\n ; & é";

        var run = ProcessRun.OfShell(
            $"cd '{folder.Path}' && "
            + $"{source.ClearCommand(new AcknowledgedProblem { Host = name, Service = name, State = NagiosState.Ok })!.Text}");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($"] REMOVE_SVC_ACKNOWLEDGEMENT;{name};{name}\n", File.ReadAllText(fifo), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "pwned")));
    }

    private static StatusFile Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static StatusFile Read(byte[] bytes, int piece = int.MaxValue)
    {
        using var source = new MemorySource(bytes, piece);
        return StatusFile.Read(new StatusBlocks(source, "status.dat"), "status.dat");
    }

    private static string Describe(StatusFile file) =>
        string.Join('\n', file.Report.Problems.Select(problem => problem with { Groups = [] })) + string.Join('\n', file.Report.Leftovers);

    private static string Service(string acknowledged, string type, string name = "s", string output = "x") =>
        $"servicestatus "
            + $"{{\n\thost_name=h\n\tservice_description={name}\n\tcurrent_state=2\n\tplugin_output="
                + $"{output}\n\tproblem_has_been_acknowledged={acknowledged}\n\tacknowledgement_type={type}\n\t}}\n\n";

    private static string Comment(int id, long time, int persistent, string text) =>
        string.Create(CultureInfo.InvariantCulture,
            $"servicecomment "
            + $"{{\n\thost_name=h\n\tservice_description=s\n\tentry_type=4\n\tcomment_id={id}\n\tsource=0\n\tpersistent="
                + $"{persistent}\n\tentry_time={time}\n\texpires=0\n\texpire_time=0\n\tauthor=opx\n\tcomment_data={text}\n\t}}\n\n");
}
