using System.Text.Json;

namespace Nagios.Plugin;

/// <summary>
/// What a check found: judged findings of which the worst decides the state, perfdata, and the next steps for the person who is
/// paged. Built by Evaluate, rendered by <see cref="ResultText"/> or <see cref="ResultJson"/>, turned into an exit code by
/// <see cref="CheckHost"/>.
/// </summary>
/// <param name="name">The check's name as it begins the first line: upper case, no "check_": <c>CONNTRACK</c>.</param>
public sealed partial class NagiosCheckResult(string name)
{
    private readonly List<Finding> _findings = [];
    private readonly List<PerfDatum> _perfData = [];
    private readonly HashSet<string> _labels = [];
    private readonly List<NextStep> _steps = [];
    private readonly HashSet<string> _stepTexts = [];
    private readonly List<string> _notes = [];
    private readonly List<Unseen> _unseen = [];

    /// <summary>The check's name as it begins the first line.</summary>
    public string Name { get; } = name;

    /// <summary>The worst state of all findings; OK while there are none.</summary>
    public NagiosState State { get; private set; }

    /// <summary>0, 1, 2 or 3.</summary>
    public int ExitCode => (int)State;

    /// <summary>What the first line says when every finding is OK; empty to let it name the findings.</summary>
    public string Summary { get; set; } = "";

    /// <summary>What the first line says, in place of the findings that are not OK, when there are many of a kind; every one of
    /// them then stands in the long output. Null to let the first line name the findings themselves.</summary>
    public string? Headline { get; set; }

    /// <summary>Findings in the order they were made.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Perfdata: the declared series in their order, then what was added without a declaration. When the line is full, the
    /// last ones are left out first.</summary>
    public IReadOnlyList<PerfDatum> PerfData => InOrder();

    /// <summary>What to do now, in order.</summary>
    public IReadOnlyList<NextStep> Steps => _steps;

    /// <summary>The same as texts.</summary>
    public IReadOnlyList<string> NextSteps => _steps.ConvertAll(step => step.Text);

    /// <summary>Remarks that change no state: what could not be seen, what was read.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What could not be seen, in the order it was reported.</summary>
    public IReadOnlyList<Unseen> Unseen => _unseen;

    /// <summary>Why this check has nothing to look at on this host; null when it has.</summary>
    public string? NotApplicable { get; init; }

    /// <summary>Makes the lines under the first one, in place of findings, steps and notes; null for a check without a screen of its
    /// own. The argument says whether the output is a terminal. The lines are printed as they are: the check cleans what it puts into
    /// them.</summary>
    public Func<bool, IEnumerable<string>>? Screen { get; set; }

    /// <summary>True for a text that a person asked for and must have whole, such as a runbook: it may be as long as with -vvv.</summary>
    public bool IsPrintedWhole { get; set; }

    /// <summary>True for a <see cref="Screen"/> that is printed to its last line, however long it is: a list that a person asked for by
    /// an option of its own, and that is no use when it is cut. False for what an engine or NRPE carries.</summary>
    public bool IsScreenWhole { get; set; }

    /// <summary>Writes the check's own tables as the value of <c>data</c> in JSON output; null for none.</summary>
    public Action<Utf8JsonWriter>? Data { get; set; }

    /// <summary>Judges one measurement by its own thresholds and keeps it as perfdata; the worst state wins.</summary>
    /// <param name="datum">The measurement with its thresholds.</param>
    /// <param name="text">What to say about it, short; stands in the first line when it is the worst.</param>
    /// <param name="cause">Why it is so, for the long output.</param>
    public NagiosCheckResult Measure(PerfDatum datum, string text, string? cause = null)
    {
        ArgumentNullException.ThrowIfNull(datum);
        NoteContradiction(datum.Thresholds);
        return Graph(datum).Report(datum.Thresholds.Judge(datum.Value), text, cause);
    }

    /// <summary>As <see cref="Measure(PerfDatum, string, string?)"/>, holding the state of the last run until the value is
    /// <paramref name="margin"/> inside its range again.</summary>
    public NagiosCheckResult Measure(PerfDatum datum, NagiosState previous, double margin, string text, string? cause = null)
    {
        ArgumentNullException.ThrowIfNull(datum);
        NoteContradiction(datum.Thresholds);
        return Graph(datum).Report(datum.Thresholds.Judge(datum.Value, previous, margin), text, cause);
    }

    /// <summary>Reports a situation whose state an option or the nature of the thing decides.</summary>
    public NagiosCheckResult Report(NagiosState state, string text, string? cause = null) => Report(new Finding(state, text, cause));

    /// <summary>Reports a finding; where there may be hundreds of a kind, one that makes its words only when it is printed.</summary>
    public NagiosCheckResult Report(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        State = NagiosStates.Worst(State, finding.State);
        _findings.Add(finding);
        return this;
    }

    /// <summary>Keeps perfdata without judging it. A label that is taken already gets a number behind it.</summary>
    public NagiosCheckResult Graph(PerfDatum datum)
    {
        ArgumentNullException.ThrowIfNull(datum);
        _perfData.Add(Unique(datum, _labels));
        return this;
    }

    /// <summary>Adds a step for the person who is paged, written as <c>$"..."</c> with commands in the holes; a step that is there
    /// already is not repeated.</summary>
    public NagiosCheckResult Advise(NextStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (_stepTexts.Add(step.Text))
            _steps.Add(step);
        return this;
    }

    /// <summary>Reports what could not be seen: as a note when the state is OK, else as a finding, which the first line names.</summary>
    /// <param name="unseen">What, why, and what would show it.</param>
    /// <param name="state">OK when it cannot change the verdict; else the state of the option that decides, by default
    /// UNKNOWN.</param>
    public NagiosCheckResult CouldNotSee(Unseen unseen, NagiosState state = NagiosState.Ok)
    {
        ArgumentNullException.ThrowIfNull(unseen);
        if (_unseen.Contains(unseen))
            return this;
        _unseen.Add(unseen);
        return state == NagiosState.Ok ? Note(unseen.Text) : Report(state, unseen.Text);
    }

    /// <summary>Adds a remark that changes no state.</summary>
    public NagiosCheckResult Note(string note)
    {
        if (!_notes.Contains(note))
            _notes.Add(note);
        return this;
    }
}
