using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Which acknowledgements are judged: regular expressions on host, service, author and groups, and a lowest state.</summary>
internal sealed class ProblemFilter
{
    private readonly List<Rule> _rules = [];
    private NagiosState _minimum;

    /// <summary>True when a rule looks at groups, which some sources must fetch separately.</summary>
    public bool NeedsGroups { get; private set; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">A pattern or the state is not right.</exception>
    public static ProblemFilter Parse(StaleAcksOptions options)
    {
        var filter = new ProblemFilter
        {
            _minimum = NagiosStates.Parse("--minimum-state", options.MinimumState),
            NeedsGroups = options.IncludeGroup is not null || options.ExcludeGroup is not null,
        };
        filter.Add("host", options.IncludeHost, options.ExcludeHost, problem => [problem.Host]);
        filter.Add("service", options.IncludeService, options.ExcludeService, problem => problem.Service is null ? [] : [problem.Service]);
        filter.Add("author", options.IncludeAuthor, options.ExcludeAuthor, problem => [problem.Author ?? ""]);
        filter.Add("group", options.IncludeGroup, options.ExcludeGroup, problem => problem.Groups);
        return filter;
    }

    /// <summary>True when the problem is to be judged. A problem of a host has no service: an include of services leaves it out.</summary>
    public bool Lets(AcknowledgedProblem problem)
    {
        // What is acknowledged while it is OK is in no problem's state.
        if (problem.State != NagiosState.Ok && problem.State.Severity() < _minimum.Severity())
            return false;
        return _rules.TrueForAll(rule => rule.Texts(problem).Any(rule.Pattern.Matches) == rule.Include);
    }

    private void Add(string what, string? include, string? exclude, Func<AcknowledgedProblem, IReadOnlyList<string>> texts)
    {
        if (include is not null)
            _rules.Add(new Rule(new TextPattern($"--include-{what}", include), true, texts));
        if (exclude is not null)
            _rules.Add(new Rule(new TextPattern($"--exclude-{what}", exclude), false, texts));
    }

    private sealed record Rule(TextPattern Pattern, bool Include, Func<AcknowledgedProblem, IReadOnlyList<string>> Texts);
}
