using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySql.Binlog;

/// <summary>
/// How one kind of image of a table is laid out, given the columns that are present: null bits of these columns, then their values. Keeps
/// what it worked out until the columns present change.
/// </summary>
internal sealed class ImageLayout(TableColumn[] columns)
{
    private readonly byte[] _bitmap = new byte[(columns.Length + 7) / 8];
    private readonly ushort[] _present = new ushort[columns.Length];

    // For rows without NULL: so many bytes of fixed length, then a length of so many bytes and what it counts.
    private readonly int[] _fixedBefore = new int[columns.Length];
    private readonly byte[] _prefix = new byte[columns.Length];
    private int _steps;
    private int _fixedAtEnd;
    private bool _chosen;

    /// <summary>The numbers of the columns present, in order.</summary>
    public ReadOnlySpan<ushort> Present => new(_present, 0, PresentCount);

    /// <summary>How many columns are present.</summary>
    public int PresentCount { get; private set; }

    /// <summary>Bytes of null bits.</summary>
    public int NullBytes => (PresentCount + 7) / 8;

    /// <summary>True when all columns are present.</summary>
    public bool IsFull => PresentCount == columns.Length;

    /// <summary>Sets the columns present.</summary>
    /// <param name="bitmap">A bit a column, lowest first.</param>
    public void Choose(ReadOnlySpan<byte> bitmap)
    {
        if (_chosen && bitmap.SequenceEqual(_bitmap))
            return;
        bitmap.CopyTo(_bitmap);
        (_chosen, PresentCount, _steps, _fixedAtEnd) = (true, 0, 0, 0);
        for (var index = 0; index < columns.Length; index++)
        {
            if ((bitmap[index >> 3] >> (index & 7) & 1) == 0)
                continue;
            _present[PresentCount++] = (ushort)index;
            ref var column = ref columns[index];
            if (column.PrefixBytes == 0)
            {
                _fixedAtEnd += column.FixedBytes;
                continue;
            }

            (_fixedBefore[_steps], _prefix[_steps]) = (_fixedAtEnd, (byte)column.PrefixBytes);
            _steps++;
            _fixedAtEnd = 0;
        }
    }

    /// <summary>Moves over one image.</summary>
    /// <param name="rows">The rows of an event.</param>
    /// <param name="at">Where the image begins.</param>
    /// <returns>Where it ends; -1 when it does not end within the rows.</returns>
    public int Skip(ReadOnlySpan<byte> rows, int at)
    {
        var nullBytes = NullBytes;
        if (at + nullBytes > rows.Length)
            return -1;
        if (rows.Slice(at, nullBytes).ContainsAnyExcept((byte)0))
            return SkipWithNulls(rows, at);
        ref var start = ref MemoryMarshal.GetReference(rows);
        long position = at + nullBytes;
        for (var step = 0; step < _steps; step++)
        {
            position += _fixedBefore[step];
            var prefix = _prefix[step];
            if (position + prefix > rows.Length)
                return -1;
            position += prefix + ReadLength(ref Unsafe.Add(ref start, (nint)position), prefix);
        }

        position += _fixedAtEnd;
        return position <= rows.Length ? (int)position : -1;
    }

    /// <summary>Reads a length of one to four bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long ReadLength(ref byte first, int bytes) => bytes switch
    {
        1 => first,
        2 => Unsafe.ReadUnaligned<ushort>(ref first),
        3 => Unsafe.ReadUnaligned<ushort>(ref first) | (uint)Unsafe.Add(ref first, 2) << 16,
        _ => Unsafe.ReadUnaligned<uint>(ref first),
    };

    private int SkipWithNulls(ReadOnlySpan<byte> rows, int at)
    {
        var nulls = rows.Slice(at, NullBytes);
        long position = at + NullBytes;
        for (var index = 0; index < PresentCount; index++)
        {
            if ((nulls[index >> 3] >> (index & 7) & 1) != 0)
                continue;
            ref var column = ref columns[_present[index]];
            if (column.PrefixBytes == 0)
            {
                position += column.FixedBytes;
                continue;
            }

            if (position + column.PrefixBytes > rows.Length)
                return -1;
            position += column.PrefixBytes + ReadLength(ref MemoryMarshal.GetReference(rows[(int)position..]), column.PrefixBytes);
        }

        return position <= rows.Length ? (int)position : -1;
    }
}
