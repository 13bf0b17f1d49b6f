using System.Buffers.Binary;
using System.Text;

namespace MySql.Binlog;

/// <summary>A transaction's global identifier, of either family; the default value is none.</summary>
public readonly record struct Gtid
{
    private const int SourceIdBytes = 16;
    private readonly ulong _sourceHigh;
    private readonly ulong _sourceLow;
    private readonly string? _tag;

    private Gtid(ulong high, ulong low, string? tag) => (_sourceHigh, _sourceLow, _tag) = (high, low, tag);

    /// <summary>MariaDB's replication domain.</summary>
    public uint Domain { get; private init; }

    /// <summary>MariaDB's server id of the writer.</summary>
    public uint ServerId { get; private init; }

    /// <summary>The transaction's number; 0 where there is no GTID.</summary>
    public ulong Sequence { get; private init; }

    /// <summary>True for MariaDB's three numbers, false for MySQL's source id and number.</summary>
    public bool IsMariaDb { get; private init; }

    /// <summary>True where there is one.</summary>
    public bool Exists => Sequence != 0;

    /// <summary>As the servers write it: <c>0-1-42</c>, or <c>f75b7ebb-e5e5-11f1-ad1a-02fc00000001:42</c>, with a tag before the
    /// number if there is one; empty where there is none.</summary>
    public override string ToString()
    {
        if (!Exists)
            return "";
        if (IsMariaDb)
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Domain}-{ServerId}-{Sequence}");
        Span<byte> source = stackalloc byte[SourceIdBytes];
        BinaryPrimitives.WriteUInt64BigEndian(source, _sourceHigh);
        BinaryPrimitives.WriteUInt64BigEndian(source[8..], _sourceLow);
        return $"{new Guid(source, bigEndian: true)}{(_tag is null ? "" : ":" + _tag)}:{Sequence}";
    }

    /// <summary>Reads the GTID of the event that a reader stands on.</summary>
    /// <param name="reader">Stands on an event of type 33, 34, 42 or 162.</param>
    /// <returns>The GTID; none for an anonymous transaction or an event that does not hold what it should.</returns>
    internal static Gtid Read(BinlogReader reader) => reader.Type switch
    {
        BinlogEventType.MariaDbGtid => OfMariaDb(reader.Start(12), reader.ServerId),
        BinlogEventType.Gtid => OfMySql(reader.Start(25)),
        BinlogEventType.TaggedGtid => OfTagged(reader.Start(128)),
        _ => default,
    };

    // Sequence u64, domain u32; the server's id stands in the header.
    private static Gtid OfMariaDb(ReadOnlySpan<byte> body, uint server) => body.Length < 12 ? default : new Gtid
    {
        IsMariaDb = true,
        Sequence = BinaryPrimitives.ReadUInt64LittleEndian(body),
        Domain = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]),
        ServerId = server,
    };

    // Flags u8, source id, number u64.
    private static Gtid OfMySql(ReadOnlySpan<byte> body) => body.Length < 25
        ? default
        : new Gtid(BinaryPrimitives.ReadUInt64BigEndian(body[1..]), BinaryPrimitives.ReadUInt64BigEndian(body[9..]), null)
        {
            Sequence = BinaryPrimitives.ReadUInt64LittleEndian(body[17..]),
        };

    // MySQL's own serialisation (libs/mysql/serialization): version, size and last mandatory field, then pairs of a field's number and
    // its value: 0 flags, 1 source id (16 integers), 2 number (signed), 3 tag (length and letters).
    private static Gtid OfTagged(ReadOnlySpan<byte> body)
    {
        var at = 0;
        Span<byte> source = stackalloc byte[SourceIdBytes];
        for (var header = 0; header < 3; header++)
        {
            if (!TryReadVariable(body, ref at, out _))
                return default;
        }

        ulong number = 0;
        while (TryReadVariable(body, ref at, out var field) && field <= 3)
        {
            if (field == 1)
            {
                for (var index = 0; index < SourceIdBytes; index++)
                {
                    if (!TryReadVariable(body, ref at, out var part))
                        return default;
                    source[index] = (byte)part;
                }
            }
            else if (!TryReadVariable(body, ref at, out var value))
            {
                return default;
            }
            else if (field == 2)
            {
                number = value >> 1;
            }
            else if (field == 3)
            {
                if (value > 32 || (int)value > body.Length - at)
                    return default;
                var tag = Encoding.ASCII.GetString(body.Slice(at, (int)value));
                return new Gtid(
                    BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
                    tag) { Sequence = number };
            }
        }

        return default;
    }

    // As many one bits at the low end of the first byte as bytes follow it.
    private static bool TryReadVariable(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        if (at >= bytes.Length)
            return false;
        var more = System.Numerics.BitOperations.TrailingZeroCount((uint)~bytes[at]);
        more = Math.Min(more, 8);
        if (at + 1 + more > bytes.Length)
            return false;
        for (var index = more; index > 0; index--)
            value = value << 8 | bytes[at + index];
        if (more < 8)
            value = (more == 7 ? value : value << (7 - more)) | (uint)(bytes[at] >> (more + 1));
        at += 1 + more;
        return true;
    }
}
