namespace MySql.Binlog;

/// <summary>A binlog file that is not what the format says it must be: damaged, cut off, or something else altogether.</summary>
/// <param name="offset">Where in the file, in bytes from its start.</param>
/// <param name="found">What was found, in an operator's words, on one line.</param>
/// <param name="expected">What the format demands there; empty where <paramref name="found"/> says it all.</param>
/// <param name="damage">The kind of damage.</param>
public sealed class BinlogFormatException(long offset, string found, string expected = "", BinlogDamage damage = BinlogDamage.BadField)
    : Exception
{
    /// <summary>The file, as its opener named it; empty for bytes that came from no file.</summary>
    public string File { get; internal set; } = "";

    /// <summary>Where in the file, in bytes from its start: for a damaged event where that event begins, or the field in it.</summary>
    public long Offset { get; } = offset;

    /// <summary>What was found.</summary>
    public string Found { get; } = found;

    /// <summary>What the format demands there; empty where <see cref="Found"/> says it all.</summary>
    public string Expected { get; } = expected;

    /// <summary>The kind of damage.</summary>
    public BinlogDamage Damage { get; } = damage;

    /// <summary>What was found and what was expected, without file and offset.</summary>
    public string Reason => Expected.Length == 0 ? Found : $"{Found} where {Expected} was expected";

    /// <inheritdoc/>
    public override string Message => $"{(File.Length == 0 ? "" : File + " ")}at offset {Offset}: {Reason}";
}
