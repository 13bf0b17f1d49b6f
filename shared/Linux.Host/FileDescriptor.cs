using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>An open file. Errors of system calls are returned as numbers of errno(3): 0 means success, and
/// <see cref="SystemError.Text"/> says the others in words.</summary>
public sealed class FileDescriptor : IDisposable
{
    private const int FirstRead = 8192;
    private const int GetDescriptorFlags = 1;
    private const uint OwnerReadsAndWrites = 0x180;

    internal FileDescriptor(int number) => Number = number;

    /// <summary>Descriptor 0 of this process.</summary>
    public static FileDescriptor StandardInput { get; } = new(0);

    /// <summary>Descriptor 1 of this process.</summary>
    public static FileDescriptor StandardOutput { get; } = new(1);

    /// <summary>Descriptor 2 of this process.</summary>
    public static FileDescriptor StandardError { get; } = new(2);

    /// <summary>The descriptor's number; -1 once closed.</summary>
    public int Number { get; private set; }

    /// <summary>True for a terminal.</summary>
    public bool IsTerminal => NativeMethods.IsTerminal(Number) == 1;

    /// <summary>The status of the open file, whatever its path names by now; null when the file system fails.</summary>
    public FileStatus? Status => FileStatus.OfOpenFile(Number);

    /// <summary>Opens a path.</summary>
    /// <param name="path">Absolute, or relative to the current directory.</param>
    /// <param name="how">How it is opened.</param>
    /// <param name="error">0, or the error.</param>
    /// <returns>Null when it could not be opened.</returns>
    public static FileDescriptor? Open(string path, FileOpening how, out int error) =>
        OpenBelow(NativeMethods.AtCurrentDirectory, path, how, out error);

    /// <summary>Opens /dev/null on each of the descriptors 0 to 2 that is closed, so that no file that is opened later can get one of
    /// these numbers.</summary>
    /// <returns>The numbers that were closed.</returns>
    public static IReadOnlyList<int> OccupyStandardNumbers()
    {
        List<int>? closed = null;
        for (var number = 0; number <= StandardError.Number; number++)
        {
            if (NativeMethods.FileControl(number, GetDescriptorFlags, 0) >= 0)
                continue;
            (closed ??= []).Add(number);
            _ = NativeMethods.OpenAt(NativeMethods.AtCurrentDirectory, "/dev/null", NativeMethods.ReadWrite, 0);
        }

        return closed ?? (IReadOnlyList<int>)[];
    }

    /// <summary>Writes all bytes.</summary>
    /// <returns>0, or the error.</returns>
    public unsafe int WriteAll(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var written = NativeMethods.Write(Number, start + done, bytes.Length - done);
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

    /// <summary>Writes once, which may write a part only.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="error">0, or the error.</param>
    /// <returns>The number of bytes written; 0 or less when none were.</returns>
    public unsafe int Write(ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* start = bytes)
        {
            var written = (int)NativeMethods.Write(Number, start, bytes.Length);
            error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            return written;
        }
    }

    /// <summary>Waits until a write would not block, or would fail.</summary>
    /// <returns>False when that is not so within the time, or a signal ended the waiting.</returns>
    public unsafe bool WaitUntilWritable(TimeSpan limit)
    {
        var request = new NativeMethods.PollRequest { File = Number, Events = NativeMethods.CanWrite };
        return NativeMethods.Poll(&request, 1, (int)limit.TotalMilliseconds) switch
        {
            0 => false,
            < 0 => Marshal.GetLastPInvokeError() != SystemError.Interrupted,
            _ => true,
        };
    }

    /// <summary>Reads to the end. The size that the file claims is not used: under /proc it is 0 or wrong.</summary>
    /// <param name="maximumBytes">A longer content is <see cref="SystemError.FileTooLarge"/>.</param>
    /// <param name="content">What was read; empty unless the result is 0.</param>
    /// <returns>0, or the error.</returns>
    public unsafe int ReadAll(int maximumBytes, out ArraySegment<byte> content)
    {
        content = ArraySegment<byte>.Empty;
        var buffer = new byte[Math.Min(FirstRead, maximumBytes + 1)];
        var length = 0;
        while (true)
        {
            nint got;
            fixed (byte* start = buffer)
                got = NativeMethods.Read(Number, start + length, buffer.Length - length);
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

    /// <summary>Reads the beginning of the rest.</summary>
    /// <param name="start">Filled as far as the file reaches.</param>
    /// <param name="length">How many bytes were read.</param>
    /// <returns>0, or the error.</returns>
    public unsafe int ReadStart(Span<byte> start, out int length)
    {
        length = 0;
        fixed (byte* buffer = start)
        {
            while (length < start.Length)
            {
                var got = NativeMethods.Read(Number, buffer + length, start.Length - length);
                if (got == 0)
                    break;
                if (got > 0)
                    length += (int)got;
                else if (Marshal.GetLastPInvokeError() is var error and not SystemError.Interrupted)
                    return error;
            }
        }

        return 0;
    }

    /// <summary>Reads a part of the file.</summary>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="part">Filled as far as the file reaches.</param>
    /// <param name="length">How many bytes were read.</param>
    /// <returns>0, or the error.</returns>
    public unsafe int ReadAt(long offset, Span<byte> part, out int length)
    {
        length = 0;
        fixed (byte* buffer = part)
        {
            while (length < part.Length)
            {
                var got = NativeMethods.ReadAt(Number, buffer + length, part.Length - length, offset + length);
                if (got == 0)
                    break;
                if (got > 0)
                    length += (int)got;
                else if (Marshal.GetLastPInvokeError() is var error and not SystemError.Interrupted)
                    return error;
            }
        }

        return 0;
    }

    /// <summary>Writes a part of the file in place.</summary>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="part">What to write.</param>
    /// <returns>0, or the error.</returns>
    public unsafe int WriteAt(long offset, ReadOnlySpan<byte> part)
    {
        fixed (byte* buffer = part)
        {
            for (nint done = 0; done < part.Length;)
            {
                var written = NativeMethods.WriteAt(Number, buffer + done, part.Length - done, offset + done);
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

    /// <summary>Sets the time of the last change to now.</summary>
    public unsafe void Touch() => _ = NativeMethods.SetTimes(Number, null);

    /// <summary>Lets those read the file who may read a directory: its owner reads and writes it, others read at most.</summary>
    /// <param name="directory">The status of the directory.</param>
    /// <returns>0, or the error.</returns>
    public int ReadableAs(FileStatus directory)
    {
        const uint GroupAndOthersRead = 0x24;
        return NativeMethods.ChangeMode(Number, OwnerReadsAndWrites | (directory.Mode & GroupAndOthersRead)) == 0 ? 0
            : Marshal.GetLastPInvokeError();
    }

    /// <summary>Takes the file's lock for this process alone, without waiting (flock(2)); closing releases it.</summary>
    /// <returns>0, <see cref="SystemError.Again"/> while another process holds it, or another error.</returns>
    public int TryLock() =>
        NativeMethods.FileLock(Number, NativeMethods.LockExclusive | NativeMethods.LockNonBlocking) == 0 ? 0
            : Marshal.GetLastPInvokeError();

    /// <summary>Closes the file.</summary>
    /// <returns>0, or the error: network file systems and quotas may refuse what was written only now.</returns>
    public int Close()
    {
        if (Number < 0)
            return 0;
        var error = NativeMethods.Close(Number) == 0 ? 0 : Marshal.GetLastPInvokeError();
        Number = -1;
        return error;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _ = Close();

    internal static FileDescriptor? OpenBelow(int directory, string path, FileOpening how, out int error)
    {
        var number = OpenNumber(directory, path, how, out error);
        return number < 0 ? null : new FileDescriptor(number);
    }

    internal static int OpenNumber(int directory, string path, FileOpening how, out int error)
    {
        var number = NativeMethods.OpenAt(directory, path, FlagsOf(how), OwnerReadsAndWrites);
        error = number < 0 ? Marshal.GetLastPInvokeError() : 0;
        return number;
    }

    internal static int FlagsOf(FileOpening how) =>
        NativeMethods.CloseOnExec
        | (how.HasFlag(FileOpening.ReadWrite) ? NativeMethods.ReadWrite : NativeMethods.ReadOnly)
        | (how.HasFlag(FileOpening.Create) ? NativeMethods.Create : 0)
        | (how.HasFlag(FileOpening.Exclusive) ? NativeMethods.Exclusive : 0)
        | (how.HasFlag(FileOpening.NoFollow) ? NativeMethods.NoFollow : 0)
        | (how.HasFlag(FileOpening.NonBlocking) ? NativeMethods.NonBlocking : 0)
        | (how.HasFlag(FileOpening.Directory) ? NativeMethods.Directory : 0)
        | (how.HasFlag(FileOpening.PathOnly) ? NativeMethods.PathOnly : 0);
}
