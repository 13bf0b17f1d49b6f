using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>A file and an offset in the source's binlogs.</summary>
/// <param name="File">The file's name without its directory; empty when unknown.</param>
/// <param name="Position">Bytes from the file's start.</param>
internal readonly record struct BinlogPlace(string File, ulong Position)
{
    /// <summary>The file after this one, by the numbering of binlogs: mysql-bin.000012 -> mysql-bin.000013; null when the name has no
    /// number.</summary>
    public string? NextFile
    {
        get
        {
            var dot = File.LastIndexOf('.');
            return dot >= 0 && Sequence is { } number
                ? File[..(dot + 1)] + (number + 1).ToString(CultureInfo.InvariantCulture).PadLeft(File.Length - dot - 1, '0')
                : null;
        }
    }

    /// <summary>The number at the end of the file's name; null when there is none.</summary>
    public long? Sequence =>
        long.TryParse(File.AsSpan(File.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && File.Contains('.', StringComparison.Ordinal)
            ? number
            : null;

    /// <summary>
    /// Finds "; the first event 'F' at P, the last event read from 'F' at P, the last byte read from 'F' at P." in an IO error. Servers
    /// cut long errors at 320 or 512 bytes, so a number that runs to the end of the text is not believed.
    /// </summary>
    /// <returns>Where the dump thread began to read and where the event that it could not read begins; null for what is not
    /// there.</returns>
    public static (BinlogPlace? First, BinlogPlace? Last) Find(string error) =>
        (After(error, "the first event '"), After(error, "the last event read from '"));

    private static BinlogPlace? After(string text, string words)
    {
        const string Between = "' at ";
        var start = text.IndexOf(words, StringComparison.Ordinal);
        if (start < 0)
            return null;
        var name = text.AsSpan(start + words.Length);
        var end = name.IndexOf(Between, StringComparison.Ordinal);
        if (end < 0)
            return null;

        var number = name[(end + Between.Length)..];
        var digits = number.IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !ulong.TryParse(number[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            return null;
        var file = name[..end];
        // A server that was given a path for its binlogs names the whole path here, and "." before the first file is open.
        file = file[(file.LastIndexOf('/') + 1)..];
        return new BinlogPlace(file is "." ? "" : UntrustedText.Clean(file.ToString(), 120), position);
    }
}
