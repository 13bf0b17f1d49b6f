namespace MySql.Binlog;

/// <summary>How the events of a file are checksummed: MySQL 5.6 and MariaDB 5.3 or later.</summary>
public enum BinlogChecksumAlgorithm
{
    /// <summary>Events end with their body.</summary>
    None = 0,

    /// <summary>Events end with four bytes of CRC-32 (the one of zlib) over header and body.</summary>
    Crc32 = 1,

    /// <summary>The server is older than checksums are.</summary>
    Undefined = 255,
}
