using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySql.Binlog;

/// <summary>64-bit hashes by which values and rows are told apart within one run; they are never stored or compared across runs.</summary>
public static class ValueHash
{
    /// <summary>The hash of NULL.</summary>
    public const ulong Null = 0x9e3779b97f4a7c15;

    private const int Short = 16;
    private const ulong Odd = 0xbf58476d1ce4e5b9;

    /// <summary>The hash of a value's bytes. Short values are mixed here: most columns are, and a general hash costs more for
    /// them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> value)
    {
        if (value.Length > Short)
            return XxHash3.HashToUInt64(value);
        ref var first = ref MemoryMarshal.GetReference(value);
        var length = value.Length;
        ulong low, high;
        if (length >= 8)
        {
            low = Unsafe.ReadUnaligned<ulong>(ref first);
            high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, length - 8));
        }
        else if (length >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(ref first);
            high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - 4));
        }
        else
        {
            low = length == 0 ? 0u
                : first | ((uint)Unsafe.Add(ref first, length >> 1) << 8) | ((uint)Unsafe.Add(ref first, length - 1) << 16);
            high = 0;
        }

        return Mix(low ^ Odd, high + ((ulong)length << 56) + Null);
    }

    /// <summary>Adds a column's hash to a row's; the order counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong row, ulong column) => Mix(row ^ column, (column << 32 | column >> 32) + Odd);

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
