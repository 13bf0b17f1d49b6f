using MySql.Binlog;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>What is wrong with a file: what the reader found, or what is wrong with its end.</summary>
internal enum DamageKind
{
    /// <summary>No damage.</summary>
    None,

    /// <summary>This is no binlog.</summary>
    NotABinlog,

    /// <summary>A format that cannot be read here.</summary>
    UnsupportedFormat,

    /// <summary>The file ends inside an event's header.</summary>
    TruncatedHeader,

    /// <summary>The file ends inside an event.</summary>
    TruncatedEvent,

    /// <summary>Zeros stand where events should.</summary>
    Zeros,

    /// <summary>An event's length is impossible.</summary>
    BadLength,

    /// <summary>An event's length and the end that it names differ.</summary>
    BadNextPosition,

    /// <summary>A checksum is wrong.</summary>
    BadChecksum,

    /// <summary>A field is impossible.</summary>
    BadField,

    /// <summary>The file was closed, and its last event is neither ROTATE nor STOP: it was cut at an event's end.</summary>
    NoClosingEvent,

    /// <summary>The file was closed, and its last transaction has no end.</summary>
    UnfinishedTransaction,

    /// <summary>The file has no bytes, and it is not the newest.</summary>
    EmptyFile,
}

/// <summary>One damage.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Offset">Where in the file.</param>
/// <param name="Found">What was found there, in words.</param>
internal sealed record FileDamage(DamageKind Kind, long Offset, string Found)
{
    public static FileDamage Of(BinlogFormatException failure) => new(
        failure.Damage switch
        {
            BinlogDamage.NotABinlog => DamageKind.NotABinlog,
            BinlogDamage.UnsupportedFormat => DamageKind.UnsupportedFormat,
            BinlogDamage.TruncatedHeader => DamageKind.TruncatedHeader,
            BinlogDamage.TruncatedEvent => DamageKind.TruncatedEvent,
            BinlogDamage.Zeros => DamageKind.Zeros,
            BinlogDamage.BadLength => DamageKind.BadLength,
            BinlogDamage.BadNextPosition => DamageKind.BadNextPosition,
            BinlogDamage.BadChecksum => DamageKind.BadChecksum,
            _ => DamageKind.BadField,
        },
        failure.Offset,
        failure.Reason);

    /// <summary>The kind as one word for JSON: <c>bad_checksum</c>.</summary>
    public string Word => Kind switch
    {
        DamageKind.NotABinlog => "not_a_binlog",
        DamageKind.UnsupportedFormat => "unsupported_format",
        DamageKind.TruncatedHeader => "truncated_header",
        DamageKind.TruncatedEvent => "truncated_event",
        DamageKind.Zeros => "zeros",
        DamageKind.BadLength => "bad_length",
        DamageKind.BadNextPosition => "bad_next_position",
        DamageKind.BadChecksum => "bad_checksum",
        DamageKind.BadField => "bad_field",
        DamageKind.NoClosingEvent => "no_closing_event",
        DamageKind.UnfinishedTransaction => "unfinished_transaction",
        DamageKind.EmptyFile => "empty_file",
        _ => "none",
    };

    /// <summary>True where the file may simply not be written to its end yet.</summary>
    public bool MayBeInTheMaking => Kind is DamageKind.TruncatedHeader or DamageKind.TruncatedEvent;
}
