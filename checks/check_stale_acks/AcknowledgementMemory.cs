namespace NagiosChecks.StaleAcks;

/// <summary>What this check remembers of the acknowledgements of one engine, from run to run.</summary>
internal sealed class AcknowledgementMemory
{
    /// <summary>More acknowledgements than this are not remembered: they would not fit the state file, and somebody has lost count.</summary>
    public const int MaximumRemembered = 5000;

    private readonly Dictionary<Checkable, FirstSight> _before = [];
    private readonly Dictionary<Checkable, FirstSight> _now = [];

    /// <summary>The memory as the records of the last run have it; none on the first run.</summary>
    public AcknowledgementMemory(IEnumerable<string> records)
    {
        foreach (var record in records)
        {
            if (FirstSight.Parse(record, out var about) is { } sight)
                _before[about] = sight;
        }
    }

    /// <summary>How many of the acknowledgements seen now were not remembered and are as of now.</summary>
    public int New { get; private set; }

    /// <summary>How many could not be remembered because there are too many.</summary>
    public int Forgotten { get; private set; }

    /// <summary>The records to keep for the next run: everything that is acknowledged now.</summary>
    public IReadOnlyList<string> Records
    {
        get
        {
            var records = new List<string>(_now.Count);
            foreach (var (about, sight) in _now)
                records.Add(sight.Serialize(about));
            return records;
        }
    }

    /// <summary>What the problem was when it was first seen with the acknowledgement that it has now; now, when that is now.</summary>
    public FirstSight Recall(AcknowledgedProblem problem, double now)
    {
        var key = problem.About;
        var known = _before.TryGetValue(key, out var sight) && sight.IsSameAcknowledgement(problem);
        if (!known)
        {
            sight = FirstSight.Of(problem, now);
            New++;
        }

        if (_now.Count < MaximumRemembered)
            _now[key] = sight!;
        else
            Forgotten++;
        return sight!;
    }
}
