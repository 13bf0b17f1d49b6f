using System.Runtime.InteropServices;

namespace Nagios.Plugin;

/// <summary>Whole contents through an open file descriptor, with the errors of read(2) and write(2) as numbers.</summary>
internal static class FileDescriptor
{
    private const int FirstRead = 8192;

    /// <summary>Writes all bytes.</summary>
    /// <returns>0, or the error.</returns>
    public static unsafe int WriteAll(int file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var written = NativeMethods.Write(file, start + done, bytes.Length - done);
                if (written > 0)
                    done += written;
                else if (written == 0)
                    return SystemError.InputOutput;
                else if (Marshal.GetLastPInvokeError() is var error and not SystemError.Interrupted)
                    return error;
            }
        }

        return 0;
    }

    /// <summary>Reads to the end, whatever the file's size is said to be: under /proc it is 0 or a lie.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="maximumBytes">More than this is <see cref="SystemError.FileTooLarge"/>.</param>
    /// <param name="content">What was read; empty unless the result is 0.</param>
    /// <returns>0, or the error.</returns>
    public static unsafe int ReadAll(int file, int maximumBytes, out ArraySegment<byte> content)
    {
        content = ArraySegment<byte>.Empty;
        var buffer = new byte[Math.Min(FirstRead, maximumBytes + 1)];
        var length = 0;
        while (true)
        {
            nint got;
            fixed (byte* start = buffer)
                got = NativeMethods.Read(file, start + length, buffer.Length - length);
            if (got == 0)
            {
                content = new ArraySegment<byte>(buffer, 0, length);
                return 0;
            }

            if (got > 0)
                length += (int)got;
            else if (Marshal.GetLastPInvokeError() is var error and not SystemError.Interrupted)
                return error;
            if (length > maximumBytes)
                return SystemError.FileTooLarge;
            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 4L, maximumBytes + 1L));
        }
    }
}
