using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>One channel's trouble with its source: the kind, the place, and the words for it.</summary>
internal sealed record Incident
{
    private readonly IncidentSite _site;
    private readonly bool _positionMayBeWrong;

    private Incident(ReplicaStatus replica, IncidentKind kind, BinlogPlace? place = null)
    {
        Kind = kind;
        var (first, last) = BinlogPlace.Find(replica.IoError);
        _site = new IncidentSite(replica, place ?? WhereItIs(kind, replica, first, last));

        // Events that were read from the start up to the bad one prove that the start was right. When the very first one is bad (MySQL
        // then names an event before it), the position may just as well lie within an event.
        _positionMayBeWrong = kind == IncidentCatalogue.EventTooLarge && StopsAtItsStart(first, last);
    }

    /// <summary>The kind.</summary>
    public IncidentKind Kind { get; }

    /// <summary>Where in the source's binlogs: from the server's text, or else where the IO thread has got to.</summary>
    public BinlogPlace Place => _site.Place;

    /// <summary>The number that people search for: 1236 where the text has it, whatever Last_IO_Errno says; 0 for none.</summary>
    public int Errno => _site.Replica.IoError.Contains("fatal error 1236", StringComparison.Ordinal) ? 1236 : _site.Replica.IoErrno;

    /// <summary>True when the IO thread does not try any more although trying might have helped: it has used up its attempts.</summary>
    public bool HasGivenUp => Kind.MayPass && _site.Replica.Io == ReplicaThreadState.Stopped;

    /// <summary>The same trouble once somebody has looked at the place.</summary>
    public Incident Seen(BinlogSpot? spot) => (spot?.Verdict, IsAboutTheEvent) switch
    {
        (SpotVerdict.Sane, _) when Kind == IncidentCatalogue.EventTooLarge =>
            new Incident(_site.Replica, IncidentCatalogue.TrulyTooLarge, Place),
        (SpotVerdict.InsideAnEvent, true) => new Incident(_site.Replica, IncidentCatalogue.InsideAnEvent, Place),
        _ => this,
    };

    /// <summary>What is wrong, for the first line, without the thread and the channel.</summary>
    public string Headline
    {
        get
        {
            var headline = _positionMayBeWrong
                ? $"no event begins at {_site.Position} of source binlog {_site.File}" : Kind.Headline(_site);
            var number = Errno == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (error {Errno})");
            var givenUp = !HasGivenUp ? ""
                : Attempts.Made(_site.Replica) is { } attempts
                    ? string.Create(CultureInfo.InvariantCulture, $", and the replica has given up after {attempts} attempts")
                : ", and the replica has given up";
            return Kind.Warning is null ? headline + number + givenUp : $"{headline}{number}: {Kind.Warning}";
        }
    }

    /// <summary>Why, one sentence.</summary>
    public string Cause => _positionMayBeWrong
        ? $"what stands at {_site.Position} of {_site.File} is no event header: either the replica was pointed into the middle of an "
            + $"event (wrong coordinates), "
            + $"or {_site.File} is damaged exactly there"
        : Kind.Cause(_site);

    /// <summary>What not to do, then what to do, in order.</summary>
    public IEnumerable<NextStep> Steps
    {
        get
        {
            yield return Kind.NotThis;
            if (_positionMayBeWrong)
            {
                yield return NextStep.Of(
                    $"If somebody set the coordinates by hand: take them from the backup again; a position must be the beginning of "
                        + $"an event");
            }

            foreach (var step in Kind.Steps(_site))
                yield return step;
            if (HasGivenUp && _site.Replica is { IsManaged: false, Dialect: ReplicaDialect.MySql })
            {
                foreach (var step in _site.Change($"So that it tries for longer the next time,",
                    _site.Sql.Option(ChangeOption.RetryCount, 86400)))
                    yield return step;
            }
        }
    }

    /// <summary>What tells two replicas with one trouble from two with two: class and place, or class and source.</summary>
    public string Key => Kind.IsInTheBinlog
        ? string.Create(CultureInfo.InvariantCulture, $"{Kind.Name} {Place.File} {Place.Position}")
        : $"{Kind.Name} {_site.Replica.Source}";

    /// <summary>True for a kind that says something about the event at the place, so that a look at the file can tell whether it is
    /// one.</summary>
    private bool IsAboutTheEvent => Kind.Name is "Truncated" or "EventTooLarge" or "BogusData" or "ChecksumFailed" or "BadPosition";

    /// <summary>The incident of a channel; null while its IO thread runs.</summary>
    public static Incident? Of(ReplicaStatus replica) =>
        IncidentClassifier.Classify(replica) is { } kind ? new Incident(replica, kind) : null;

    private static BinlogPlace WhereItIs(IncidentKind kind, ReplicaStatus replica, BinlogPlace? first, BinlogPlace? last)
    {
        var asked = new BinlogPlace(replica.ReadFile, replica.ReadPosition);
        // The dump thread names 4, or the file's own first events, when the position that was asked for is impossible.
        var told = kind.Name == "BadPosition" || StopsAtItsStart(first, last) ? first : last ?? first;
        return told is { File.Length: > 0 } place ? place : asked;
    }

    private static bool StopsAtItsStart(BinlogPlace? first, BinlogPlace? last) =>
        first is { File.Length: > 0 } start && last is { } end && start.File == end.File && end.Position <= start.Position;
}
