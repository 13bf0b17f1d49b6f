using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The options after checking, before anything is read.</summary>
internal sealed record ConfigDriftLimits
{
    /// <summary>Which servers are looked at.</summary>
    public required TreeChoice Choice { get; init; }

    /// <summary>Names that may differ.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>The only names that are compared; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Values that servers must have.</summary>
    public required IReadOnlyList<Expectation> Expectations { get; init; }

    /// <summary>True to print the table of everything.</summary>
    public required bool All { get; init; }

    /// <summary>State of a server that is down.</summary>
    public required NagiosState IfServerDown { get; init; }

    /// <summary>State of <see cref="DriftClass.Breaks"/>.</summary>
    public required NagiosState IfBreaks { get; init; }

    /// <summary>State of <see cref="DriftClass.Statement"/>.</summary>
    public required NagiosState IfStatements { get; init; }

    /// <summary>State of <see cref="DriftClass.AfterPromotion"/>.</summary>
    public required NagiosState IfAfterPromotion { get; init; }

    /// <summary>State of <see cref="DriftClass.Slower"/>.</summary>
    public required NagiosState IfSlower { get; init; }

    /// <summary>State of a server that a restart makes worse.</summary>
    public required NagiosState IfRestartChanges { get; init; }

    /// <summary>State of a value that is not the expected one.</summary>
    public required NagiosState IfUnexpected { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">An option or the file of expectations is not what it should be.</exception>
    public static ConfigDriftLimits Parse(ConfigDriftOptions options) => new()
    {
        Choice = TreeChoice.Of(options),
        Ignored = Patterns("--ignore", options.Ignore),
        Only = Patterns("--only", options.Only),
        Expectations = ExpectationList.Of(options.Expect, options.Expectations),
        All = options.All,
        IfServerDown = NagiosStates.Parse("--if-server-down", options.IfServerDown),
        IfBreaks = NagiosStates.Parse("--if-breaks", options.IfBreaks),
        IfStatements = NagiosStates.Parse("--if-statements", options.IfStatements),
        IfAfterPromotion = NagiosStates.Parse("--if-after-promotion", options.IfAfterPromotion),
        IfSlower = NagiosStates.Parse("--if-slower", options.IfSlower),
        IfRestartChanges = NagiosStates.Parse("--if-restart-changes", options.IfRestartChanges),
        IfUnexpected = NagiosStates.Parse("--if-unexpected", options.IfUnexpected),
    };

    /// <summary>True when the operator wants this compared.</summary>
    /// <param name="name">A name as the output has it.</param>
    public bool Selects(string name)
    {
        var newest = VariableNames.Newest(name);
        return (Only.Count == 0 || NamePattern.MatchesAny(Only, name) || NamePattern.MatchesAny(Only, newest))
            && !NamePattern.MatchesAny(Ignored, name) && !NamePattern.MatchesAny(Ignored, newest);
    }

    /// <summary>The state of a class.</summary>
    public NagiosState StateOf(DriftClass found) => found switch
    {
        DriftClass.Breaks => IfBreaks,
        DriftClass.Statement => IfStatements,
        DriftClass.AfterPromotion => IfAfterPromotion,
        DriftClass.Slower => IfSlower,
        _ => NagiosState.Ok,
    };

    // A pattern under a variable's old name counts for the new one.
    private static List<string> Patterns(string option, string? text)
    {
        var patterns = new List<string>();
        if (text is null)
            return patterns;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (word.Length == 0)
                throw CheckException.Usage(option, text, "is not a list of names such as max_connections,innodb_*");
            patterns.Add(word);
            if (VariableNames.Newest(word) is var newest && newest != word)
                patterns.Add(newest);
        }

        return patterns;
    }
}
