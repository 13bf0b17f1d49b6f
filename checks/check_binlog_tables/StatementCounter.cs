using System.Text;
using MySql.Binlog;

namespace NagiosChecks.BinlogTables;

/// <summary>Bytes of what was logged as statements: SQL text and the values that it uses.</summary>
internal sealed class StatementCounter
{
    private const int MostTargets = 1000;
    private const int SqlBytes = 512;
    private readonly Dictionary<string, (long Count, long Bytes)> _targets = new(StringComparer.Ordinal);

    /// <summary>All bytes.</summary>
    public long Bytes { get; private set; }

    public long Count { get; private set; }

    /// <summary>By the first table that each statement names: an estimate, because a statement can write several.</summary>
    public IEnumerable<(string Target, long Count, long Bytes)> Targets =>
        _targets.Select(pair => (pair.Key, pair.Value.Count, pair.Value.Bytes)).OrderByDescending(target => target.Bytes);

    /// <summary>Whether the event is a statement or a part of one; BEGIN and its like are the frame of a transaction.</summary>
    public static bool IsStatement(BinlogReader reader) => reader.Type switch
    {
        BinlogEventType.Query => !IsFrame(QueryEvent.Sql(reader, 32, out _)),
        BinlogEventType.MariaDbQueryCompressed or BinlogEventType.IntVar or BinlogEventType.Rand or BinlogEventType.UserVar
            or BinlogEventType.BeginLoadQuery or BinlogEventType.ExecuteLoadQuery or BinlogEventType.AppendBlock
            or BinlogEventType.DeleteFile => true,
        _ => false,
    };

    public void Add(BinlogReader reader)
    {
        Bytes += reader.EventLength;
        if (reader.Type is not BinlogEventType.Query)
            return;
        Count++;
        var sql = QueryEvent.Sql(reader, SqlBytes, out var schema);
        var target = StatementTarget.Of(Encoding.UTF8.GetString(sql), Encoding.UTF8.GetString(schema));
        if (_targets.TryGetValue(target, out var known) || _targets.Count < MostTargets)
            _targets[target] = (known.Count + 1, known.Bytes + reader.EventLength);
    }

    private static bool IsFrame(ReadOnlySpan<byte> sql) =>
        sql.SequenceEqual("BEGIN"u8) || sql.SequenceEqual("COMMIT"u8) || sql.SequenceEqual("ROLLBACK"u8)
        || sql.StartsWith("SAVEPOINT "u8) || sql.StartsWith("ROLLBACK TO "u8) || sql.StartsWith("XA "u8);
}
