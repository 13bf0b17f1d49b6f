using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Options that would have no effect: whoever writes them believes that they work.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("--clear-limit is for --clear, which is not given", "--clear-limit", "3")]
    [InlineData("--dry-run is given without --clear, --submit or --remove", "--dry-run")]
    [InlineData("--if-no-ticket is for --ticket-regex, which is not given", "--if-no-ticket", "critical")]
    [InlineData("--remove does nothing else: run the check once more for --clear", "--remove", "a/b", "--clear", "worse")]
    [InlineData("--remove does nothing else: run the check once more for --submit", "--remove", "a/b", "--submit", "s")]
    [InlineData("--remove does nothing else: run the check once more for --baseline", "--remove", "a/b", "--baseline")]
    [InlineData("--remove does nothing else: run the check once more for --list", "--remove", "a/b", "--list")]
    [InlineData("--baseline does nothing else: run the check once more for --clear", "--baseline", "--clear", "worse")]
    [InlineData("--baseline does nothing else: run the check once more for --submit", "--baseline", "--submit", "s")]
    [InlineData("--max-age is for a status file, and --livestatus reads none", "--livestatus", "/l", "--max-age", "2m")]
    [InlineData("--command-file is for a status file, and --livestatus reads none", "--livestatus", "/l", "--command-file", "/c")]
    [InlineData("--nagios-config is for a status file, and --api reads none", "--api", "https://h", "--nagios-config", "/n")]
    [InlineData("--ssl-ca is for TLS, and --api begins with http://", "--api", "http://localhost", "--ssl-ca", "/ca")]
    [InlineData("--until-regex '#until [0-9-]+' has no group; the day stands in the first one, as in '#until ([0-9-]+)'",
        "--until-regex", "#until [0-9-]+")]
    [InlineData("--until-regex 'until [(]day' has no group; ", "--until-regex", "until [(]day")]
    [InlineData("--until-regex 'until \\(day' has no group; ", "--until-regex", "until \\(day")]
    public void What_would_have_no_effect_is_refused(string reason, params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var look = Look.With(folder.Path, arguments);

        Assert.Equal(3, look.ExitCode);
        Assert.StartsWith($"STALE_ACKS UNKNOWN - {reason}", look.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a)", true)]
    [InlineData("[]()]x", false)]
    [InlineData("[^]()]x", false)]
    [InlineData("[a](b)", true)]
    [InlineData("\\((b)", true)]
    [InlineData("a", false)]
    public void A_group_is_told_from_a_sign(string pattern, bool holds) => Assert.Equal(holds, new TextPattern("--x", pattern).HasGroup);

    [Theory]
    [InlineData(null, 5)]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    public void At_most_so_many_are_removed_in_a_run_the_newest_change_first(string? limit, int removed)
    {
        var limits = Watch.Limits(options => (options.Clear, options.ClearLimit) = ("returned", limit));
        var report = new EngineReport { Engine = "e", Problems = [.. Enumerable.Range(0, 120).Select(number =>
            Watch.Disk with { Host = $"db{number}", LastOk = Watch.Start + 60 })] };
        var sights = report.Problems.ToDictionary(
            problem => problem.About, problem => FirstSight.Of(problem, ProblemImage.Of(problem), Watch.Start)
            with { FoundAt = Watch.Start + int.Parse(problem.Host[2..]) });
        var history = new StaleAcksHistory(sights, new Dictionary<Checkable, string>(), []);

        var plan = ClearPlan.For(report, StaleAcksJudgement.Of(report, limits, history, Watch.Start + 600), limits, history,
            Watch.Start + 600);

        Assert.Equal(Enumerable.Range(0, removed).Select(index => $"db{119 - index}/disk"), plan.Select(deed => deed.About.Name));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("some")]
    public void A_limit_that_is_none_is_refused(string limit) => Assert.Throws<CheckException>(() => Watch.Limits(options =>
        (options.Clear, options.ClearLimit) = ("worse", limit)));

    [Fact]
    public void What_is_younger_than_the_least_age_is_left_out_and_counted()
    {
        var watch = new Watch(options => options.MinimumAge = "2h");
        AcknowledgedProblem[] problems = [Watch.Disk with { LastOk = Watch.Start + 60 }, Watch.Disk with { Host = "db2",
            AcknowledgedAt = Watch.Start + 3600, LastOk = Watch.Start + 7000 }];

        var result = watch.After(2.5, problems);

        Assert.Equal((1, 1), (Watch.PerfData(result, "acknowledged"), Watch.PerfData(result, "returned")));
        Assert.Contains("1 acknowledgement left out by the filters", result.Notes);
        Assert.Equal(2, Watch.PerfData(watch.After(3.1, problems), "returned"));
    }

    [Theory]
    [InlineData(2, NagiosState.Ok)]
    [InlineData(3, NagiosState.Warning)]
    [InlineData(5, NagiosState.Critical)]
    public void The_number_of_acknowledgements_is_judged(int number, NagiosState state)
    {
        var watch = new Watch(options => (options.AcknowledgedWarning, options.AcknowledgedCritical) = ("2", "4"));

        var result = watch.After(1, [.. Enumerable.Range(0, number).Select(host => Watch.Disk with { Host = $"db{host}" })]);

        Assert.Equal(state, result.State);
    }
}
