using MySql.Binlog;

namespace MySql.BinlogFiles;

/// <summary>What became of one file.</summary>
/// <param name="Path">The file.</param>
public sealed record CountedFile(string Path)
{
    /// <summary>Its name without the directory.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Bytes that were counted.</summary>
    public long Bytes { get; init; }

    /// <summary>Its size.</summary>
    public long Size { get; init; }

    /// <summary>Events that were counted.</summary>
    public long Events { get; init; }

    /// <summary>What is wrong with it, and where counting stopped; null where nothing is.</summary>
    public BinlogFormatException? Damage { get; init; }

    /// <summary>What it is where nothing of it can be counted: encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>True when the time was up before its end.</summary>
    public bool IsCutShort { get; init; }
}
