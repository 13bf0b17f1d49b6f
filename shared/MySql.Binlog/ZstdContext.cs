using Microsoft.Win32.SafeHandles;
using ZstdSharp.Unsafe;

namespace MySql.Binlog;

/// <summary>A decompression context of zstd, reused for every payload; its memory is not the garbage collector's.</summary>
internal sealed unsafe class ZstdContext : SafeHandleZeroOrMinusOneIsInvalid
{
    public ZstdContext()
        : base(ownsHandle: true) => SetHandle((nint)Methods.ZSTD_createDCtx());

    private ZSTD_DCtx_s* Context => (ZSTD_DCtx_s*)handle;

    /// <summary>Begins a new frame.</summary>
    public void Reset() => Methods.ZSTD_DCtx_reset(Context, ZSTD_ResetDirective.ZSTD_reset_session_only);

    /// <summary>Decompresses as much as goes.</summary>
    /// <param name="input">Compressed bytes.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="read">How many input bytes were used.</param>
    /// <param name="written">How many output bytes were made.</param>
    /// <returns>Null, or what is wrong in zstd's words.</returns>
    public string? Decompress(ReadOnlySpan<byte> input, Span<byte> output, out int read, out int written)
    {
        fixed (byte* source = input)
        {
            fixed (byte* destination = output)
            {
                var from = new ZSTD_inBuffer_s { src = source, size = (nuint)input.Length };
                var to = new ZSTD_outBuffer_s { dst = destination, size = (nuint)output.Length };
                var result = Methods.ZSTD_decompressStream(Context, &to, &from);
                (read, written) = ((int)from.pos, (int)to.pos);
                return Methods.ZSTD_isError(result) ? Methods.ZSTD_getErrorName(result) : null;
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        Methods.ZSTD_freeDCtx(Context);
        return true;
    }
}
