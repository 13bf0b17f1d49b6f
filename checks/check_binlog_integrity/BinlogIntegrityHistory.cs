using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>How far each file of the directory was read, so that every byte is read once.</summary>
/// <param name="Files">The reports of the last run.</param>
internal sealed record BinlogIntegrityHistory(IReadOnlyList<FileReport> Files)
{
    private const char Separator = '\t';
    private const int Fields = 11;

    public static StateFormat<BinlogIntegrityHistory> Format { get; } = new(new BinlogIntegrityHistory([]), Read, Write);

    /// <summary>What is known of a file; null for one that is not the same as then.</summary>
    public FileReport? Of(string path, ulong inode, long bytes)
    {
        foreach (var file in Files)
        {
            if (file.Path == path && file.Inode == inode && file.SafePosition <= bytes)
                return file;
        }

        return null;
    }

    private static IReadOnlyList<string> Write(BinlogIntegrityHistory history) => [.. history.Files.Select(file => string.Join(
        Separator,
        Text(file.Inode), Text(file.Identity), Text(file.Bytes), Text(file.ModifiedSeconds), Text(file.SafePosition), Text(file.SafeEvents),
            file.SafeGtid,
        ((int)file.Condition).ToString(CultureInfo.InvariantCulture), Flags(file), Text(file.OversizedAt ?? -1), file.Path))];

    private static string Flags(FileReport file) =>
        (file.IsClosed ? "c" : "") + (file.IsMariaDb ? "m" : "") + (file.IsRelayLog ? "r" : "") + (file.HasChecksums ? "k" : "")
            + (file.HasEncryptedEvents ? "e" : "");

    private static BinlogIntegrityHistory Read(StateSnapshot snapshot, ClockReading now)
    {
        var files = new List<FileReport>();
        foreach (var record in snapshot.Records)
        {
            var fields = record.Split(Separator, Fields);
            if (fields.Length != Fields)
                continue;
            files.Add(new FileReport(fields[10])
            {
                Inode = ulong.Parse(fields[0], CultureInfo.InvariantCulture),
                Identity = ulong.Parse(fields[1], CultureInfo.InvariantCulture),
                Bytes = Number(fields[2]),
                ModifiedSeconds = Number(fields[3]),
                SafePosition = Number(fields[4]),
                SafeEvents = Number(fields[5]),
                Events = Number(fields[5]),
                SafeGtid = fields[6],
                Condition = (FileCondition)Number(fields[7]),
                IsClosed = fields[8].Contains('c', StringComparison.Ordinal),
                IsMariaDb = fields[8].Contains('m', StringComparison.Ordinal),
                IsRelayLog = fields[8].Contains('r', StringComparison.Ordinal),
                HasChecksums = fields[8].Contains('k', StringComparison.Ordinal),
                HasEncryptedEvents = fields[8].Contains('e', StringComparison.Ordinal),
                OversizedAt = Number(fields[9]) is >= 0 and var offset ? offset : null,
            });
        }

        return new BinlogIntegrityHistory(files);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
