using System.Globalization;

namespace NagiosChecks.ReplicationIo;

/// <summary>One channel's trouble with its source: the class, the place, and the words filled in.</summary>
internal sealed record Incident
{
    private readonly ReplicaStatus _replica;
    private readonly bool _positionMayBeWrong;

    private Incident(ReplicaStatus replica, IncidentClass incident)
    {
        _replica = replica;
        Kind = IncidentCatalogue.Of(incident);
        var (first, last) = BinlogPlace.Find(replica.IoError);
        Place = WhereItIs(incident, replica, first, last);

        // Events that were read from the start up to the bad one prove that the start was right. When the very first one is bad (MySQL
        // then names an event before it), the position may just as well lie within an event.
        _positionMayBeWrong = incident == IncidentClass.EventTooLarge && StopsAtItsStart(first, last);
    }

    /// <summary>The class in words.</summary>
    public IncidentKind Kind { get; }

    /// <summary>Where in the source's binlogs: from the server's text, or else where the IO thread has got to.</summary>
    public BinlogPlace Place { get; }

    /// <summary>The number that people search for: 1236 where the text has it, whatever Last_IO_Errno says; 0 for none.</summary>
    public int Errno => _replica.IoError.Contains("fatal error 1236", StringComparison.Ordinal) ? 1236 : _replica.IoErrno;

    /// <summary>The same trouble once somebody has looked: the header is sound, so the limit is the cause after all.</summary>
    public Incident AsTrulyTooLarge() => new(_replica, IncidentClass.TrulyTooLarge);

    /// <summary>What is wrong, for the first line, without the thread and the channel.</summary>
    public string Headline
    {
        get
        {
            var headline = Fill(_positionMayBeWrong ? "no event begins at {position} of source binlog {file}" : Kind.Headline);
            var number = Errno == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (error {Errno})");
            return Kind.Warning is null ? headline + number : $"{headline}{number}: {Kind.Warning}";
        }
    }

    /// <summary>Why, one sentence.</summary>
    public string Cause => Fill(_positionMayBeWrong
        ? "what stands at {position} of {file} is no event header: either the replica was pointed into the middle of an event (wrong coordinates), or {file} is damaged exactly there"
        : Kind.Cause);

    /// <summary>What not to do, then what to do, in order.</summary>
    public IEnumerable<string> Steps
    {
        get
        {
            yield return Fill(Kind.NotThis);
            if (_positionMayBeWrong)
                yield return Fill("if somebody set the coordinates by hand: take them from the backup or from SHOW BINLOG EVENTS IN '{file}' again; a position must be the beginning of an event");
            foreach (var step in Kind.Steps)
                yield return Fill(step);
        }
    }

    /// <summary>What tells two replicas with one trouble from two with two: class and place, or class and source.</summary>
    public string Key => Kind.IsInTheBinlog
        ? string.Create(CultureInfo.InvariantCulture, $"{Kind.Class} {Place.File} {Place.Position}")
        : $"{Kind.Class} {_replica.Source}";

    /// <summary>The incident of a channel; null while its IO thread runs.</summary>
    public static Incident? Of(ReplicaStatus replica) => IncidentClassifier.Classify(replica) is { } incident ? new Incident(replica, incident) : null;

    private static BinlogPlace WhereItIs(IncidentClass incident, ReplicaStatus replica, BinlogPlace? first, BinlogPlace? last)
    {
        var asked = new BinlogPlace(replica.ReadFile, replica.ReadPosition);
        // The dump thread names 4, or the file's own first events, when the position that was asked for is impossible.
        var told = incident == IncidentClass.BadPosition || StopsAtItsStart(first, last) ? first : last ?? first;
        return told is { File.Length: > 0 } place ? place : asked;
    }

    private static bool StopsAtItsStart(BinlogPlace? first, BinlogPlace? last) =>
        first is { File.Length: > 0 } start && last is { } end && start.File == end.File && end.Position <= start.Position;

    private string Fill(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        var goOn = Place.NextFile is { } next ? _replica.ChangeTo(next, 4) : "point the replica at the next file, position 4";
        return text
            .Replace("{file}", Place.File.Length > 0 ? Place.File : "(unknown)", StringComparison.Ordinal)
            .Replace("{position}", Place.Position.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{source}", _replica.Source, StringComparison.Ordinal)
            .Replace("{host}", _replica.SourceHost, StringComparison.Ordinal)
            .Replace("{port}", _replica.SourcePort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{user}", _replica.SourceUser, StringComparison.Ordinal)
            .Replace("{limit}", _replica.Dialect.PacketLimit(), StringComparison.Ordinal)
            .Replace("{go-on}", goOn, StringComparison.Ordinal)
            .Replace("{change-password}", _replica.ChangeOption("@_PASSWORD='...'"), StringComparison.Ordinal)
            .Replace("{change-host}", _replica.ChangeOption("@_HOST='...'"), StringComparison.Ordinal)
            .Replace("{change-tls}", _replica.ChangeOption("@_SSL=1"), StringComparison.Ordinal)
            .Replace("{change-key}", _replica.Dialect == ReplicaDialect.MariaDb ? "use another plugin for the account" : $"{_replica.Stop()}; {PublicKey()}; {_replica.Start()}", StringComparison.Ordinal)
            .Replace("{stop}", _replica.Stop(), StringComparison.Ordinal)
            .Replace("{start}", _replica.Start(), StringComparison.Ordinal);
    }

    // Spelled without a prefix in the old words: GET_MASTER_PUBLIC_KEY against GET_SOURCE_PUBLIC_KEY.
    private string PublicKey() => _replica.ChangeOption(_replica.Dialect == ReplicaDialect.MySql ? "GET_SOURCE_PUBLIC_KEY=1" : "GET_MASTER_PUBLIC_KEY=1");
}
