using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>
/// The transactions that a server has, applied or only received, in the terms that its family can be compared in: GTID sets of MySQL,
/// GTIDs of MariaDB by domain, or a place in the binlogs of the source that it follows.
/// </summary>
internal sealed class Holding
{
    private readonly MySqlGtidSet? _received;
    private readonly MariaDbGtidList? _receivedList;
    private readonly SourcePlace? _place;
    private readonly string _source;

    private Holding(MySqlGtidSet? received, MariaDbGtidList? receivedList, SourcePlace? place, string source)
    {
        _received = received;
        _receivedList = receivedList;
        _place = place;
        _source = source;
    }

    /// <summary>MySQL with GTIDs: everything that was received or applied; null else.</summary>
    public MySqlGtidSet? Received => _received;

    /// <summary>MariaDB: the last transaction of each domain that was received or applied; null where only places tell.</summary>
    public MariaDbGtidList? ReceivedList => _receivedList;

    /// <summary>What a server has.</summary>
    /// <param name="server">The server.</param>
    /// <param name="channel">The channel that is judged; null for a server that follows nobody.</param>
    /// <param name="last">True for the second look, where there was one.</param>
    public static Holding Of(TreeServer server, ReplicaChannel? channel, bool last)
    {
        var answers = server.Answers;
        if (last && channel is not null && LastChannel(answers, channel.Name) is { } later)
            channel = later;
        var source = channel is null ? Key(answers) : channel.SourceUuid is { Length: > 0 } uuid ? uuid : channel.Source;
        var place = channel?.Received ?? OwnEnd(answers);
        if (answers.Version is { IsMariaDb: true })
            return new Holding(null, MariaDbReceived(answers, channel, last), place, source);
        var executed = MySqlGtidSet.Parse(Position(answers, "gtid_executed", last) ?? "") ?? MySqlGtidSet.Empty;
        var isByGtid = answers.Variable("gtid_mode") is "ON" or "ON_PERMISSIVE";
        var retrieved = MySqlGtidSet.Parse(channel?.ReceivedGtids ?? "") ?? MySqlGtidSet.Empty;
        return new Holding(isByGtid ? executed.Union(retrieved) : null, null, place, source);
    }

    /// <summary>The same without some transactions.</summary>
    public Holding Without(MySqlGtidSet some) => new(_received?.Subtract(some), _receivedList, _place, _source);

    /// <summary>True when the other server has something that this one has not; null where the two cannot be compared.</summary>
    public bool? Lacks(Holding other)
    {
        if (_received is { } set && other._received is { } otherSet)
            return !set.Contains(otherSet);
        if (_receivedList is { } list && other._receivedList is { } otherList)
            return list.Behind(otherList).Count > 0;
        return _source == other._source && _place is { } place && other._place is { } otherPlace ? place.CompareWith(otherPlace) < 0 : null;
    }

    /// <summary>A variable that holds a position, as the second look found it where there was one.</summary>
    public static string? Position(ServerAnswers answers, string name, bool last)
    {
        if (last && answers.LastTo(ServerQuestions.MySqlPositions, ServerQuestions.MariaDbPositions) is { Rows: [var row, ..] }
            && row.Text(name) is { } value)
            return value;
        return answers.Variable(name);
    }

    // The one status that was asked last; of a server that was asked once it is the first.
    private static ReplicaChannel? LastChannel(ServerAnswers answers, string name)
    {
        var status = answers.LastTo("SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS", "SHOW SLAVE STATUS");
        foreach (var row in status?.Rows ?? [])
        {
            var channel = ReplicaChannel.Parse(row);
            if (channel.Name == name && channel.SourceHost.Length > 0)
                return channel;
        }

        return null;
    }

    private static string Key(ServerAnswers answers) =>
        answers.Variable("server_uuid") ?? $"{answers.Variable("report_host", "hostname")}:{answers.Variable("report_port", "port")}";

    private static SourcePlace? OwnEnd(ServerAnswers answers) =>
        answers.LastTo("SHOW BINARY LOG STATUS", "SHOW MASTER STATUS") is { Rows: [var row, ..] }
            ? new SourcePlace(row.Text("File") ?? "", row.Unsigned("Position") ?? 0) : null;

    // Gtid_IO_Pos is empty without GTIDs; what is applied is then known by GTID, and what is only received by its place alone.
    private static MariaDbGtidList? MariaDbReceived(ServerAnswers answers, ReplicaChannel? channel, bool last)
    {
        var applied = Position(answers, "gtid_slave_pos", last) ?? "";
        if (channel is null)
            return Joined(applied, Position(answers, "gtid_binlog_pos", last) ?? "");
        if (channel.UsesGtid && channel.ReceivedGtids.Length > 0)
            return Joined(applied, channel.ReceivedGtids);
        return channel.IsAllApplied ? MariaDbGtidList.Parse(applied) : null;
    }

    private static MariaDbGtidList? Joined(string one, string other) =>
        MariaDbGtidList.Parse(string.Join(',', new[] { one, other }.Where(text => text.Length > 0)));
}
