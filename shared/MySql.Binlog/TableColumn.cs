namespace MySql.Binlog;

/// <summary>One column of a table map.</summary>
/// <param name="Type">Its type; ENUM and SET are told from CHAR.</param>
/// <param name="Metadata">What the map says about it, as the servers store it: a precision, a maximum length, a number of prefix
/// bytes.</param>
/// <param name="FixedBytes">Bytes of every value; 0 where the value says its length itself.</param>
/// <param name="PrefixBytes">Bytes of the length that precedes a value, 1 to 4; 0 where values are of fixed length.</param>
/// <param name="IsNullable">Whether it may be NULL.</param>
public readonly record struct TableColumn(ColumnType Type, ushort Metadata, int FixedBytes, int PrefixBytes, bool IsNullable)
{
    private static ReadOnlySpan<byte> DecimalBytes => [0, 1, 1, 2, 2, 3, 3, 4, 4, 4];

    /// <summary>The name; null where the map does not carry names (binlog_row_metadata is not FULL).</summary>
    public string? Name { get; init; }

    /// <summary>The number of its collation as in information_schema.COLLATIONS; null where the map does not say.</summary>
    public uint? Collation { get; init; }

    /// <summary>Whether it belongs to the primary key; null where the map does not say.</summary>
    public bool? IsPrimaryKey { get; init; }

    /// <summary>True for a number without sign; null where the map does not say.</summary>
    public bool? IsUnsigned { get; init; }

    /// <summary>True where binlog_row_image=NOBLOB leaves it out of before images.</summary>
    public bool IsBlob => Type is ColumnType.Blob or ColumnType.BlobCompressed;

    /// <summary>True for a fractional time of the old format, whose length the map does not tell.</summary>
    public bool IsOldTime => Type is ColumnType.OldTimestamp or ColumnType.OldTime or ColumnType.OldDateTime;

    /// <summary>True where a value's stored bytes may be compressed by MariaDB, so that its header tells the length that users
    /// know.</summary>
    public bool IsCompressed => Type is ColumnType.BlobCompressed or ColumnType.VarCharCompressed;

    /// <summary>The most bytes that a value can have by its declaration, as far as the map tells; null for fixed lengths.</summary>
    public long? DeclaredBytes => Type switch
    {
        ColumnType.VarChar or ColumnType.VarString or ColumnType.VarCharCompressed => Metadata,
        ColumnType.Char => CharBytes(Metadata),
        _ when PrefixBytes > 0 => (1L << (8 * PrefixBytes)) - 1,
        _ => null,
    };

    /// <summary>The type as SQL has it, as far as the map tells: TEXT cannot be told from BLOB.</summary>
    public string TypeName => Type switch
    {
        ColumnType.TinyInt => "tinyint",
        ColumnType.SmallInt => "smallint",
        ColumnType.Int => "int",
        ColumnType.Float => "float",
        ColumnType.Double => "double",
        ColumnType.OldTimestamp or ColumnType.Timestamp => "timestamp",
        ColumnType.BigInt => "bigint",
        ColumnType.MediumInt => "mediumint",
        ColumnType.Date => "date",
        ColumnType.OldTime or ColumnType.Time => "time",
        ColumnType.OldDateTime or ColumnType.DateTime => "datetime",
        ColumnType.Year => "year",
        ColumnType.VarChar or ColumnType.VarString or ColumnType.VarCharCompressed => $"varchar({Metadata} bytes)",
        ColumnType.Bit => "bit",
        ColumnType.Vector => "vector",
        ColumnType.Json => "json",
        ColumnType.Decimal => $"decimal({Metadata & 0xff},{Metadata >> 8})",
        ColumnType.Enum => "enum",
        ColumnType.Set => "set",
        ColumnType.Char => $"char({CharBytes(Metadata)} bytes)",
        ColumnType.Geometry => "geometry",
        ColumnType.Blob or ColumnType.BlobCompressed => PrefixBytes switch
        {
            1 => "tinyblob/tinytext",
            2 => "blob/text",
            3 => "mediumblob/mediumtext",
            _ => "longblob/longtext",
        },
        _ => $"type {(int)Type}",
    };

    // How many bytes of metadata a type has in a table map; -1 for a type that this reader does not know.
    internal static int MetadataLength(byte type) => type switch
    {
        1 or 2 or 3 or 7 or 8 or 9 or 10 or 11 or 12 or 13 => 0,
        4 or 5 or 17 or 18 or 19 or 140 or 242 or 245 or 252 or 255 => 1,
        15 or 16 or 141 or 246 or 253 or 254 => 2,
        _ => -1,
    };

    // Metadata of two bytes is a little-endian number, or two numbers, the first of them low.
    internal static TableColumn Of(byte type, ushort metadata, bool nullable)
    {
        var low = metadata & 0xff;
        var high = metadata >> 8;
        return (ColumnType)type switch
        {
            ColumnType.TinyInt or ColumnType.Year => Fixed(1),
            ColumnType.SmallInt => Fixed(2),
            ColumnType.MediumInt or ColumnType.Date or ColumnType.OldTime => Fixed(3),
            ColumnType.Int or ColumnType.OldTimestamp => Fixed(4),
            ColumnType.BigInt or ColumnType.OldDateTime => Fixed(8),
            ColumnType.Float or ColumnType.Double => Fixed(low),
            ColumnType.Timestamp => Fixed(4 + (low + 1) / 2),
            ColumnType.DateTime => Fixed(5 + (low + 1) / 2),
            ColumnType.Time => Fixed(3 + (low + 1) / 2),
            ColumnType.Bit => Fixed(high + (low > 0 ? 1 : 0)),
            ColumnType.Decimal => Fixed(Digits(low - high) + Digits(high)),
            ColumnType.VarChar or ColumnType.VarString or ColumnType.VarCharCompressed => Prefixed(metadata > 255 ? 2 : 1),
            ColumnType.Blob or ColumnType.BlobCompressed or ColumnType.Json or ColumnType.Geometry or ColumnType.Vector => Prefixed(low),
            ColumnType.Char => OfChar(metadata, nullable),
            _ => Fixed(0),
        };

        TableColumn Fixed(int bytes) => new((ColumnType)type, metadata, bytes, 0, nullable);
        TableColumn Prefixed(int bytes) => new((ColumnType)type, metadata, 0, bytes, nullable);
    }

    // True for metadata that a server writes for the type: what the width of values is computed from must make sense.
    internal bool IsPlausible => PrefixBytes is >= 0 and <= 4 && FixedBytes is >= 0 and <= 64
        && (PrefixBytes > 0 || FixedBytes > 0 || Type == ColumnType.Char || (Type == ColumnType.Decimal && Metadata == 0));

    private static TableColumn OfChar(ushort metadata, bool nullable)
    {
        var real = (ColumnType)(metadata & 0xff);
        if (real is ColumnType.Enum or ColumnType.Set)
            return new TableColumn(real, metadata, metadata >> 8, 0, nullable);
        return new TableColumn(ColumnType.Char, metadata, 0, CharBytes(metadata) > 255 ? 2 : 1, nullable);
    }

    // A length over 255 keeps its two high bits, inverted, among the bits of the type.
    private static int CharBytes(ushort metadata)
    {
        var (type, length) = (metadata & 0xff, metadata >> 8);
        return (type & 0x30) == 0x30 ? length : length + (((type & 0x30) ^ 0x30) << 4);
    }

    private static int Digits(int count) => count < 0 ? -1000 : count / 9 * 4 + DecimalBytes[count % 9];
}
