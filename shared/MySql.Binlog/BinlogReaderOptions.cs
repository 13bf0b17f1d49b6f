namespace MySql.Binlog;

/// <summary>How a file is read.</summary>
public sealed record BinlogReaderOptions
{
    /// <summary>The defaults.</summary>
    public static BinlogReaderOptions Default { get; } = new();

    /// <summary>Where to begin: 0 for the first event, or the offset of an event (best the first of a transaction, since table maps
    /// are only valid within a statement). The format description at the file's start is read in either case.</summary>
    public long StartOffset { get; init; }

    /// <summary>True when every byte will be wanted, as for checksums: then reads are large from the start.</summary>
    public bool WholeFile { get; init; }

    /// <summary>The most bytes of one event that are held at once, from 64 KiB; larger events are streamed. This bounds the
    /// reader's memory: a table map that is larger is refused.</summary>
    public int LargestPiece { get; init; } = 1024 * 1024;

    /// <summary>How many bytes are read ahead at most.</summary>
    public int LargestRead { get; init; } = 256 * 1024;
}
