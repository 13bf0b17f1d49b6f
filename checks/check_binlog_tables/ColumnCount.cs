namespace NagiosChecks.BinlogTables;

/// <summary>What the binlog holds of one column: bytes of its values with their lengths, before compression.</summary>
internal sealed class ColumnCount
{
    /// <summary>The name from the table map; null where it carries none.</summary>
    public string? Name { get; set; }

    /// <summary>The type, as far as the table map tells.</summary>
    public string Type { get; set; } = "";

    /// <summary>True for what binlog_row_image=NOBLOB leaves out.</summary>
    public bool IsBlob { get; set; }

    public bool IsKey { get; set; }

    public long Before { get; set; }

    public long After { get; set; }

    /// <summary>Bytes of both images in updates that did not change the value.</summary>
    public long Unchanged { get; set; }

    /// <summary>Of them those of after images.</summary>
    public long UnchangedAfter { get; set; }

    /// <summary>Updates whose two images both have the column.</summary>
    public long Pairs { get; set; }

    /// <summary>Of them those that did not change the value.</summary>
    public long UnchangedPairs { get; set; }

    public long Bytes => Before + After;

    /// <summary>The most that NOBLOB can have saved: values of before images, and unchanged ones of after images.</summary>
    public long NoBlobSaves => IsBlob && !IsKey ? Before + UnchangedAfter : 0;
}
