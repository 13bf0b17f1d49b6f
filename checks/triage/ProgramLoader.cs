using System.Buffers.Binary;
using System.Text;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>The program that the kernel runs to load a dynamically linked executable, such as <c>/lib64/ld-linux-x86-64.so.2</c>. On a
/// system with another C library (Alpine's musl) it is missing, and the kernel then says of the executable itself that there is no such
/// file.</summary>
internal static class ProgramLoader
{
    private const int HeaderLength = 64;
    private const int EntryLength = 56;
    private const int MaximumEntries = 64;
    private const uint Interpreter = 3;

    /// <summary>The loader that an executable names and that is not there.</summary>
    /// <param name="path">The executable.</param>
    /// <returns>The loader's path; null when the executable names none, when its loader is there, and when it cannot be read.</returns>
    public static string? MissingFor(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Named(file) is { } loader && FileStatus.Read(loader) is null ? UntrustedText.Clean(loader, 200) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Fields of Elf64_Ehdr and Elf64_Phdr, elf(5). The suite is built for little-endian processors of 64 bits.
    private static string? Named(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            || !header.StartsWith("\u007fELF\u0002\u0001"u8))
            return null;
        var entries = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(header[56..]), MaximumEntries);
        var table = new byte[entries * EntryLength];
        if (!ReadAt(file, BinaryPrimitives.ReadUInt64LittleEndian(header[32..]), table))
            return null;
        for (var at = 0; at < table.Length; at += EntryLength)
        {
            var entry = table.AsSpan(at, EntryLength);
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != Interpreter)
                continue;
            var name = new byte[Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]), 4096)];
            return ReadAt(file, BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]), name) ? Encoding.UTF8.GetString(name).TrimEnd('\0')
                : null;
        }

        return null;
    }

    private static bool ReadAt(FileStream file, ulong offset, Span<byte> bytes)
    {
        if (offset > (ulong)file.Length)
            return false;
        file.Position = (long)offset;
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }
}
