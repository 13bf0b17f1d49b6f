namespace MySql.Binlog;

/// <summary>A column's type as a table map codes it. Source: include/field_types.h of MySQL, sql/field.h of MariaDB.</summary>
public enum ColumnType
{
    /// <summary>No column has this type.</summary>
    None = 0,

    /// <summary>TINYINT, BOOL.</summary>
    TinyInt = 1,

    /// <summary>SMALLINT.</summary>
    SmallInt = 2,

    /// <summary>INT.</summary>
    Int = 3,

    /// <summary>FLOAT.</summary>
    Float = 4,

    /// <summary>DOUBLE.</summary>
    Double = 5,

    /// <summary>TIMESTAMP before MySQL 5.6, and of MariaDB with mysql56_temporal_format=OFF; the map does not tell its precision.</summary>
    OldTimestamp = 7,

    /// <summary>BIGINT.</summary>
    BigInt = 8,

    /// <summary>MEDIUMINT.</summary>
    MediumInt = 9,

    /// <summary>DATE.</summary>
    Date = 10,

    /// <summary>TIME as <see cref="OldTimestamp"/>.</summary>
    OldTime = 11,

    /// <summary>DATETIME as <see cref="OldTimestamp"/>.</summary>
    OldDateTime = 12,

    /// <summary>YEAR.</summary>
    Year = 13,

    /// <summary>VARCHAR, VARBINARY, and MariaDB's VECTOR.</summary>
    VarChar = 15,

    /// <summary>BIT.</summary>
    Bit = 16,

    /// <summary>TIMESTAMP.</summary>
    Timestamp = 17,

    /// <summary>DATETIME.</summary>
    DateTime = 18,

    /// <summary>TIME.</summary>
    Time = 19,

    /// <summary>MariaDB: a compressed BLOB or TEXT.</summary>
    BlobCompressed = 140,

    /// <summary>MariaDB: a compressed VARCHAR or VARBINARY.</summary>
    VarCharCompressed = 141,

    /// <summary>MySQL 9: VECTOR.</summary>
    Vector = 242,

    /// <summary>MySQL: JSON.</summary>
    Json = 245,

    /// <summary>DECIMAL.</summary>
    Decimal = 246,

    /// <summary>ENUM; a table map writes <see cref="Char"/> and says this in the metadata.</summary>
    Enum = 247,

    /// <summary>SET; as <see cref="Enum"/>.</summary>
    Set = 248,

    /// <summary>BLOB and TEXT of all four sizes, and MariaDB's JSON.</summary>
    Blob = 252,

    /// <summary>VARCHAR or VARBINARY under its older code.</summary>
    VarString = 253,

    /// <summary>CHAR, BINARY, MariaDB's INET4, INET6 and UUID.</summary>
    Char = 254,

    /// <summary>GEOMETRY.</summary>
    Geometry = 255,
}
