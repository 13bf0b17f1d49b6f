using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

public sealed class StaleAcksCheckTests
{
    private const string BinlogToo = "/=40%;80;90 /var=97%;80;90 /binlog=97%;80;90";

    [Fact]
    public void Another_partition_inside_the_same_critical_is_another_problem()
    {
        var watch = new Watch();
        Assert.Equal(NagiosState.Ok, watch.After(1, Watch.Disk).State);

        var result = watch.After(23, Watch.Disk with { PerfData = BinlogToo });

        Assert.Equal("STALE_ACKS CRITICAL - db1/disk acknowledged 23 h ago by ops for /var, now also /binlog 97 % (1 other_problem of 1 "
            + "acknowledgement)", Watch.FirstLine(result));
        Assert.Equal(1, Watch.PerfData(result, "other_problem"));
    }

    [Fact]
    public void It_stays_critical_on_every_run_until_the_new_item_recovers_or_somebody_acknowledges_anew()
    {
        var watch = new Watch();
        watch.After(1, Watch.Disk);
        var both = Watch.Disk with { PerfData = BinlogToo };

        Assert.Equal(NagiosState.Critical, watch.After(2, both).State);
        Assert.Equal(NagiosState.Critical, watch.After(3, both).State);
        Assert.Equal(NagiosState.Ok, watch.After(4, Watch.Disk).State);
        Assert.Equal(NagiosState.Critical, watch.After(5, both).State);
        Assert.Equal(NagiosState.Ok, watch.After(6, both with { AcknowledgedAt = Watch.Start + 6 * 3600 - 60 }).State);
    }

    [Theory]
    [InlineData("/var=99%;80;90", NagiosState.Ok)] // the same one, fuller
    [InlineData("/var=85%;80;90 /binlog=95%;80;90", NagiosState.Critical)] // another one instead
    [InlineData("/var=97%;80;90 /binlog=85%;80;90", NagiosState.Critical)] // another one warns
    [InlineData("/binlog=95%;80;90", NagiosState.Critical)]
    public void The_set_of_failing_labels_decides(string perfData, NagiosState state)
    {
        var watch = new Watch();
        watch.After(1, Watch.Disk);

        Assert.Equal(state, watch.After(2, Watch.Disk with { PerfData = perfData }).State);
    }

    [Fact]
    public void An_item_that_only_warned_and_is_critical_now_inside_the_same_critical_is_another_problem()
    {
        var watch = new Watch();
        watch.After(1, Watch.Disk with { PerfData = "/var=97%;80;90 /binlog=85%;80;90" });

        Assert.Contains(
            "now also /binlog 97 %", Watch.FirstLine(watch.After(2, Watch.Disk with { PerfData = BinlogToo })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DISK CRITICAL - /var 99 %", NagiosState.Ok)]
    [InlineData("DISK CRITICAL - /binlog 99 %", NagiosState.Critical)]
    public void Without_perfdata_the_words_of_the_output_decide(string output, NagiosState state)
    {
        var watch = new Watch();
        watch.After(1, Watch.Disk with { PerfData = "" });

        var result = watch.After(2, Watch.Disk with { PerfData = "", Output = output });

        Assert.Equal(state, result.State);
        if (state != NagiosState.Ok)
            Assert.Equal($"STALE_ACKS CRITICAL - db1/disk acknowledged 2 h ago by ops, now another problem: \"{output}\" (1 other_problem "
                + $"of 1 acknowledgement)", Watch.FirstLine(result));
    }

    [Fact]
    public void Perfdata_that_does_not_explain_the_state_gives_way_to_the_words()
    {
        var watch = new Watch();
        var text = Watch.Disk with { PerfData = "/var=85%;80;90", Output = "inode table of /var damaged" };
        watch.After(1, text);

        Assert.Equal(NagiosState.Ok, watch.After(2, text with { PerfData = "/var=85%;80;90 /tmp=81%;80;90" }).State);
        Assert.Equal(NagiosState.Critical, watch.After(3, text with { Output = "inode table of /binlog damaged" }).State);
    }

    [Fact]
    public void A_problem_that_can_no_longer_be_seen_is_not_called_another()
    {
        var watch = new Watch();
        watch.After(1, Watch.Disk);

        var result = watch.After(
            2, Watch.Disk with { State = NagiosState.Unknown, PerfData = "", Output = "(Service check timed out after 60.01 seconds)" });

        Assert.Equal((NagiosState.Ok, 1), (result.State, Watch.PerfData(result, "not_seen")));
    }

    [Theory]
    [InlineData(NagiosState.Warning, NagiosState.Critical, "as WARNING, now CRITICAL")]
    [InlineData(NagiosState.Warning, NagiosState.Unknown, "as WARNING, now UNKNOWN")]
    [InlineData(NagiosState.Critical, NagiosState.Warning, null)]
    [InlineData(NagiosState.Critical, NagiosState.Critical, null)]
    public void A_sticky_acknowledgement_does_not_cover_a_worse_state(NagiosState before, NagiosState now, string? text)
    {
        var watch = new Watch();
        var load = Watch.Disk with { Service = "load", Sticky = true, PerfData = "", Output = "load average 48.1" };
        watch.After(1, load with { State = before });

        var result = watch.After(2, load with { State = now });

        Assert.Equal(text is null ? NagiosState.Ok : NagiosState.Critical, result.State);
        if (text is not null)
            Assert.Contains(
                $"db1/load acknowledged 2 h ago by ops {text}: \"load average 48.1\"", Watch.FirstLine(result), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_was_unreachable_and_is_down_is_worse()
    {
        var watch = new Watch();
        var host = new AcknowledgedProblem { Host = "web1", State = NagiosState.Unknown, AcknowledgedAt = Watch.Start, Author = "ops",
            Comment = "switch", Output = "ping lost" };
        watch.After(1, host);

        Assert.Contains(
            "web1 acknowledged 2 h ago by ops as UNREACHABLE, now DOWN",
            Watch.FirstLine(watch.After(2, host with { State = NagiosState.Critical })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recovery_after_the_acknowledgement_means_the_problem_returned()
    {
        var result = new Watch().After(5, Watch.Disk with { LastOk = Watch.Start + 3 * 3600 });

        Assert.Equal("STALE_ACKS CRITICAL - db1/disk acknowledged 5 h ago by ops, recovered 2 h ago and is back: \"DISK CRITICAL - /var "
            + "97 %\" (1 returned of 1 acknowledgement)", Watch.FirstLine(result));
    }

    [Fact]
    public void Another_problem_number_under_the_same_acknowledgement_means_the_problem_returned()
    {
        var watch = new Watch();
        watch.After(1, Watch.Disk with { Occurrence = "18" });

        Assert.Equal(NagiosState.Ok, watch.After(2, Watch.Disk with { Occurrence = "18" }).State);
        Assert.Equal(1, Watch.PerfData(watch.After(3, Watch.Disk with { Occurrence = "19" }), "returned"));
    }

    [Theory]
    [InlineData(-3600, NagiosState.Critical, 1)]
    [InlineData(-61, NagiosState.Critical, 1)]
    [InlineData(-59, NagiosState.Ok, 0)] // the engine has a minute to clear it
    [InlineData(3600, NagiosState.Ok, 0)]
    public void An_acknowledgement_beyond_its_end_is_expired(double secondsLeft, NagiosState state, double expired)
    {
        var result = new Watch(hasExpiry: true).After(10, Watch.Disk with { Expires = Watch.Start + 10 * 3600 + secondsLeft });

        Assert.Equal((state, expired), (result.State, Watch.PerfData(result, "expired")));
    }

    [Theory]
    [InlineData(23, NagiosState.Ok)]
    [InlineData(25, NagiosState.Warning)]
    [InlineData(900, NagiosState.Warning)]
    public void Age_is_judged_by_default_after_a_day_and_never_pages(double hours, NagiosState state)
    {
        var result = new Watch().After(hours, Watch.Disk);

        Assert.Equal(state, result.State);
        Assert.Equal(hours * 3600, Watch.PerfData(result, "oldest_age"));
    }

    [Theory]
    [InlineData(false, NagiosState.Ok, 0)]
    [InlineData(true, NagiosState.Warning, 90 * 3600)]
    public void An_acknowledgement_that_ends_by_itself_may_be_old_unless_those_are_judged_too(
        bool expiringToo, NagiosState state, double oldest)
    {
        var result = new Watch(options => options.ExpiringToo = expiringToo, hasExpiry: true)
            .After(90, Watch.Disk with { Expires = Watch.Start + 100 * 3600 });

        Assert.Equal(state, result.State);
        Assert.Equal(oldest, Watch.PerfData(result, "oldest_age"));
    }

    [Fact]
    public void Age_counts_from_the_first_sight_where_the_engine_does_not_say()
    {
        var watch = new Watch();
        var anonymous = Watch.Disk with { AcknowledgedAt = null, Author = null, Comment = null };

        Assert.Equal(NagiosState.Warning, watch.After(100, anonymous).State); // its comment is gone
        var result = watch.After(130, anonymous);

        Assert.Equal(30 * 3600, Watch.PerfData(result, "oldest_age"));
        Assert.Contains("by whom and when is unknown", Watch.FirstLine(result), StringComparison.Ordinal);
        Assert.Equal(1, Watch.PerfData(result, "no_comment"));
    }

    [Fact]
    public void Every_class_has_a_state_option_of_its_own()
    {
        (string Label, Action<StaleAcksOptions> Option, AcknowledgedProblem Before, AcknowledgedProblem Now)[] classes =
        [
            ("other_problem", options => options.IfOtherProblem = "unknown", Watch.Disk, Watch.Disk with { PerfData = BinlogToo }),
            ("worse", options => options.IfWorse = "unknown", Watch.Disk with { State = NagiosState.Warning, PerfData = "" },
                Watch.Disk with { PerfData = "" }),
            ("returned", options => options.IfReturned = "unknown", Watch.Disk, Watch.Disk with { LastOk = Watch.Start + 9 }),
            ("expired", options => options.IfExpired = "unknown", Watch.Disk, Watch.Disk with { Expires = Watch.Start }),
            ("notifications_off", options =>
                options.IfNotificationsOff = "unknown", Watch.Disk, Watch.Disk with { NotificationsEnabled = false }),
            ("no_comment", options => options.IfNoComment = "unknown", Watch.Disk, Watch.Disk with { Comment = null }),
            ("unreadable_end", options => options.IfUnreadableEnd = "unknown", Watch.Disk,
                Watch.Disk with { Comment = "#until 24.12.2026" }),
            ("no_ticket", options => (options.IfNoTicket, options.TicketRegex) = ("unknown", "OPS-[0-9]+"),
                Watch.Disk with { Comment = "OPS-12" }, Watch.Disk with { Comment = "OPS-x" }),
            ("no_expiry", options => options.IfNoExpiry = "unknown", Watch.Disk with { Expires = Watch.Start + 1e6 }, Watch.Disk),
        ];
        foreach (var (label, option, before, now) in classes)
        {
            // Only what the option says may decide: everything else is switched off.
            void Off(StaleAcksOptions options)
            {
                (options.Warning, options.Critical) = ("~:", "~:");
                options.IfOtherProblem = options.IfWorse = options.IfReturned = options.IfExpired = options.IfWhileOk =
                    options.IfNotificationsOff = options.IfNoComment = options.IfUnreadableEnd = "ok";
                option(options);
            }

            var watch = new Watch(Off, hasExpiry: true);
            Assert.True(watch.After(1, before).State == NagiosState.Ok, label);
            var result = watch.After(2, now);
            Assert.True(result.State == NagiosState.Unknown, label);
            Assert.True(Watch.PerfData(result, label) == 1, label);
            Assert.NotEqual("", result.Headline);
        }
    }

    [Fact]
    public void An_engine_without_expiry_is_not_asked_for_one() =>
        Assert.Equal(0, Watch.PerfData(new Watch().After(1, Watch.Disk), "no_expiry"));

    [Fact]
    public void The_first_line_names_the_newest_change_and_the_long_output_all_of_them()
    {
        var watch = new Watch();
        AcknowledgedProblem[] problems =
        [
            Watch.Disk with { AcknowledgedAt = Watch.Start + 3600 },
            Watch.Disk with { Host = "web1", Service = "load", AcknowledgedAt = Watch.Start, Comment = "|\u001b[31m`rm`" },
            Watch.Disk with { Host = "web2", Service = null, AcknowledgedAt = Watch.Start + 7200 },
            Watch.Disk with { Host = "new", AcknowledgedAt = Watch.Start + 79 * 3600 },
        ];
        watch.After(1, problems);
        problems[0] = problems[0] with { PerfData = BinlogToo };

        var lines = ResultText.Render(watch.After(80, problems)).Split('\n');

        Assert.StartsWith(
            "STALE_ACKS CRITICAL - db1/disk acknowledged 3.3 d ago by ops for /var, now also /binlog 97 % (1 other_problem, 2 old of 4 "
            + "acknowledgements) | ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("[CRITICAL] db1/disk ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith(
            "[WARNING] web1/load acknowledged 3.3 d ago by ops, still CRITICAL: \"DISK CRITICAL - /var 97 %\": \"/ [31m`rm`\"; clear: "
            + "printf '[%s] REMOVE_SVC_ACKNOWLEDGEMENT;%s;%s\\n' \"$(date +%s)\" web1 load > /var/lib/nagios4/rw/nagios.cmd", lines[2],
            StringComparison.Ordinal);
        Assert.Contains("REMOVE_HOST_ACKNOWLEDGEMENT;%s\\n' \"$(date +%s)\" web2 >", lines[3], StringComparison.Ordinal);
        Assert.Equal("Next steps:", lines[4]);
    }

    [Fact]
    public void Its_own_service_is_named_first_whatever_the_filters_say_and_never_decides_the_state()
    {
        var watch = new Watch(options => options.ExcludeHost = "mon");
        var own = Watch.Disk with { Host = "mon1", Service = "acks", Output = "STALE_ACKS CRITICAL - db1/disk ...",
            AcknowledgedAt = Watch.Start - 900_000 };
        watch.After(1, own, Watch.Disk);

        var alone = watch.After(2, own, Watch.Disk);
        var withOther = watch.After(3, own, Watch.Disk with { PerfData = BinlogToo });

        Assert.Equal("STALE_ACKS OK - this check itself, mon1/acks, has been acknowledged for 10.5 d by ops: whatever it says pages "
            + "nobody; 1 acknowledgement, not stale; oldest 2 h, db1/disk", Watch.FirstLine(alone));
        Assert.StartsWith(
            "STALE_ACKS CRITICAL - this check itself, mon1/acks, has been acknowledged for 10.5 d by ops: whatever it says pages nobody; "
            + "db1/disk acknowledged", Watch.FirstLine(withOther), StringComparison.Ordinal);
        Assert.StartsWith("[CRITICAL] this check itself", ResultText.Render(withOther).Split('\n')[1], StringComparison.Ordinal);
        Assert.Equal(1, Watch.PerfData(withOther, "self_acknowledged"));
    }

    [Theory]
    [InlineData("mon1/acks", 1)]
    [InlineData("mon1!acks", 1)]
    [InlineData("mon1/other", 0)]
    public void Its_own_service_can_be_named(string own, double found) =>
        Assert.Equal(found,
            Watch.PerfData(new Watch(options => options.OwnService = own).After(1, Watch.Disk with { Host = "mon1", Service = "acks" }),
            "self_acknowledged"));

    [Theory]
    [InlineData("IncludeHost", "^db[0-9]$", true)]
    [InlineData("IncludeHost", "^web", false)]
    [InlineData("ExcludeHost", "db", false)]
    [InlineData("IncludeService", "^disk$", true)]
    [InlineData("ExcludeService", "^disk$", false)]
    [InlineData("IncludeAuthor", "^(ops|dba)$", true)]
    [InlineData("ExcludeAuthor", "ops", false)]
    [InlineData("IncludeGroup", "^mysql$", true)]
    [InlineData("IncludeGroup", "^web$", false)]
    [InlineData("ExcludeGroup", "sql", false)]
    [InlineData("MinimumState", "critical", true)]
    public void Filters_choose_what_is_judged(string option, string value, bool judged)
    {
        var result = new Watch(options => typeof(StaleAcksOptions).GetProperty(option)!.SetValue(options, value))
            .After(1, Watch.Disk with { Groups = ["linux", "mysql"] });

        Assert.Equal(judged ? 1 : 0, Watch.PerfData(result, "acknowledged"));
        Assert.Equal(judged, !result.Notes.Contains("1 acknowledgement left out by the filters"));
    }

    [Fact]
    public void A_minimum_state_leaves_lesser_problems_out() =>
        Assert.Equal(0, Watch.PerfData(
            new Watch(options => options.MinimumState = "critical").After(1, Watch.Disk with { State = NagiosState.Warning }),
            "acknowledged"));

    [Fact]
    public void A_leftover_comment_is_counted_and_judged_only_on_request()
    {
        var report = new EngineReport { Engine = "test", Problems = [],
            Leftovers = [new LeftoverComment(new Checkable("db1", "disk"), NagiosState.Critical, "ops", "cleaning", Watch.Start)] };

        var quiet = new Watch().After(48, report);
        var loud = new Watch(options => options.IfLeftoverComment = "warning").After(48, report);

        Assert.Equal((NagiosState.Ok, 1), (quiet.State, Watch.PerfData(quiet, "leftover_comments")));
        Assert.StartsWith(
            "STALE_ACKS WARNING - db1/disk is not acknowledged, but a comment by ops, 2 d ago, says so", Watch.FirstLine(loud),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Notifications_off_in_the_whole_engine_are_told()
    {
        var result = new Watch().After(1, new EngineReport { Engine = "test", Problems = [], NotificationsEnabled = false });

        Assert.Equal("STALE_ACKS WARNING - notifications are off in the whole engine: it pages nobody, acknowledged or not",
            Watch.FirstLine(result));
    }

    [Fact]
    public void A_finding_that_is_worse_than_every_acknowledgement_makes_the_first_line()
    {
        var report = new EngineReport { Engine = "test", Problems = [Watch.Disk], NotificationsEnabled = false,
            Leftovers = [new LeftoverComment(new Checkable("x", null), NagiosState.Critical, "ops", "c", Watch.Start)] };

        var result = new Watch(options => options.IfLeftoverComment = "critical").After(30, report);

        Assert.Matches("^STALE_ACKS CRITICAL - x is not acknowledged, but a comment by ops, 30 h ago, says so, ", Watch.FirstLine(result));
        Assert.Contains(
            "[WARNING] db1/disk acknowledged 30 h ago by ops, still CRITICAL", ResultText.Render(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_acknowledged_is_said_so() =>
        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", Watch.FirstLine(new Watch().After(1)));

    [Fact]
    public void Hostile_texts_stay_on_their_line_and_within_the_limits()
    {
        var evil = new string('x', 9000) + "\n<script>|perf=1\u0000\u001b]0;\u202e" + "\ud800";
        var watch = new Watch();
        var problem = new AcknowledgedProblem { Host = evil, Service = evil, Author = evil, Comment = evil, Output = evil, PerfData = evil
            + "=9;1;2", State = NagiosState.Critical, AcknowledgedAt = 5 };
        watch.After(1, problem);

        var text = ResultText.Render(watch.After(2, problem with { Output = "another" + evil }));

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 100, 4096);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text.Split('\n')[0]), 100, 1024);
        Assert.Equal(1, text.Count(character => character == '|'));
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public void The_json_table_has_every_acknowledgement_with_what_was_and_what_is()
    {
        var watch = new Watch();
        watch.After(1, Watch.Disk);
        var result = watch.After(2, Watch.Disk with { PerfData = BinlogToo });

        using var json = System.Text.Json.JsonDocument.Parse(ResultJson.Render(result, "check_stale_acks", "1"));
        var row = json.RootElement.GetProperty("data").GetProperty("acknowledgements")[0];

        Assert.Equal("db1", row.GetProperty("host").GetString());
        Assert.Equal("/var", row.GetProperty("failing_at_first_sight")[0].GetString());
        Assert.Equal("/binlog 97 %", row.GetProperty("newly_failing")[0].GetString());
        Assert.Equal("other_problem", row.GetProperty("stale")[0].GetString());
        Assert.Equal(7200, row.GetProperty("age").GetDouble());
        Assert.Contains("REMOVE_SVC_ACKNOWLEDGEMENT", row.GetProperty("clear").GetString(), StringComparison.Ordinal);
    }
}
