namespace MySql.Binlog;

/// <summary>What a column holds in an image.</summary>
public enum ColumnState
{
    /// <summary>The image does not have the column.</summary>
    Absent,

    /// <summary>NULL; takes a bit and no byte.</summary>
    Null,

    /// <summary>A whole value.</summary>
    Value,

    /// <summary>A piece of a JSON document that the server applies to the one of the before image.</summary>
    Partial,
}

/// <summary>One image of a row: per column whether it is there, how long it is and, where asked for, its hash. Values themselves are not
/// kept. One object is used again for every row.</summary>
public sealed class RowImage
{
    internal ColumnState[] States = [];
    internal long[] Lengths = [];
    internal ulong[] Hashes = [];
    internal long[] CharacterCounts = [];
    internal int[] Places = [];
    internal long[] Contents = [];

    /// <summary>How many columns the table has; 0 before the first row.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>Bytes of the image: null bits and values with their lengths before them.</summary>
    public long Bytes { get; internal set; }

    /// <summary>What a column holds.</summary>
    public ColumnState State(int column) => States[column];

    /// <summary>Bytes of a column's value in the event, the length before it included; 0 for NULL and absent ones.</summary>
    public long StoredBytes(int column) => Lengths[column];

    /// <summary>Bytes of a column's value as users know it: without the length before it, and uncompressed where MariaDB compressed
    /// it.</summary>
    public long ContentBytes(int column) => Contents[column];

    /// <summary>Characters of a column's value; -1 where they were not counted (<see cref="RowsReader.CountCharactersOf"/>).</summary>
    public long Characters(int column) => CharacterCounts[column];

    /// <summary>A hash of a column's value, where hashes are asked for; equal values have equal hashes within one run.</summary>
    public ulong Hash(int column) => Hashes[column];

    internal void Prepare(int columns)
    {
        ColumnCount = columns;
        Bytes = 0;
        if (States.Length < columns)
        {
            States = new ColumnState[columns];
            Lengths = new long[columns];
            Hashes = new ulong[columns];
            CharacterCounts = new long[columns];
            Places = new int[columns];
            Contents = new long[columns];
        }
    }

    internal void Clear()
    {
        Bytes = 0;
        Array.Clear(States, 0, ColumnCount);
        Array.Clear(Lengths, 0, ColumnCount);
    }
}
