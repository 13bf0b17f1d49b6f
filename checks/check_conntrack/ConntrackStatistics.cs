using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// The counters of one network namespace, /proc/net/stat/nf_conntrack (ct_cpu_seq_show in nf_conntrack_standalone.c): a header
/// line, then one line of hexadecimal 32-bit numbers per CPU. Columns were renamed and added over the years, so they are found by
/// name. "entries" repeats the namespace's total on every line. One parameter for each column that counts here.
/// </summary>
/// <param name="Entries">Tracked connections now. Negative when the kernel's counter was decremented below zero.</param>
/// <param name="Drop">Packets dropped because the table was full or because a clash could not be resolved, summed over CPUs,
/// modulo 2^32.</param>
/// <param name="EarlyDrop">Entries that the kernel removed to make room for new ones, likewise.</param>
/// <param name="InsertFailed">New entries that were not inserted, likewise; <see cref="ClashCounting"/> says what that means.</param>
/// <param name="ChainTooLong">Packets dropped because their hash chain was too long, likewise. Null before Linux 5.15, where the
/// same column is called delete_list and counts nothing that was lost.</param>
/// <param name="HasClashColumn">True where resolved clashes have a column of their own (clashres, since Linux 5.10).</param>
/// <param name="Expectations">Expectations now: created less deleted; null where the columns are missing.</param>
internal readonly record struct ConntrackStatistics(
    long Entries, uint Drop, uint EarlyDrop, uint InsertFailed, uint? ChainTooLong, bool HasClashColumn, long? Expectations)
{
    /// <summary>Reads the file's text.</summary>
    /// <exception cref="CheckException">The text is not such a file.</exception>
    public static ConntrackStatistics Parse(string text, string path)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2)
        {
            throw new CheckException(
                $"{path} has {(lines.Length == 0 ? "no text" : "no line of numbers")}; expected a header and a line per CPU");
        }

        var columns = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Array.IndexOf(columns, "entries") < 0)
        {
            throw new CheckException(
                $"{path} begins with '{UntrustedText.Clean(lines[0], 60)}'; expected a header with the column 'entries'");
        }

        var sums = new uint[columns.Length];
        var first = new uint[columns.Length];
        for (var line = 1; line < lines.Length; line++)
            Add(lines[line], sums, line == 1 ? first : null, path);

        return new ConntrackStatistics(
            unchecked((int)first[Array.IndexOf(columns, "entries")]),
            Column(columns, sums, "drop") ?? 0,
            Column(columns, sums, "early_drop") ?? 0,
            Column(columns, sums, "insert_failed") ?? 0,
            Column(columns, sums, "chainlength"),
            Array.IndexOf(columns, "clashres") >= 0,
            Open(Column(columns, sums, "expect_create"), Column(columns, sums, "expect_delete")));
    }

    /// <summary>How far a 32-bit counter has moved. A counter that went backwards was reset (the module was loaded anew, or the
    /// namespace made anew) and counts from 0.</summary>
    public static long Advance(uint before, uint now)
    {
        var moved = unchecked(now - before);
        return moved <= int.MaxValue ? moved : now;
    }

    private static void Add(string line, uint[] sums, uint[]? first, string path)
    {
        var column = 0;
        foreach (var range in line.AsSpan().Split(' '))
        {
            var field = line.AsSpan()[range];
            if (field.IsEmpty)
                continue;
            if (column == sums.Length || !uint.TryParse(field, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                throw new CheckException(
                    $"{path} has the line '{UntrustedText.Clean(line, 60)}' where {sums.Length} hexadecimal numbers belong");
            }

            sums[column] = unchecked(sums[column] + value);
            if (first is not null)
                first[column] = value;
            column++;
        }

        if (column != sums.Length)
            throw new CheckException($"{path} has a line of {column} numbers under {sums.Length} column names");
    }

    private static uint? Column(string[] columns, uint[] sums, string name) =>
        Array.IndexOf(columns, name) is var index and >= 0 ? sums[index] : null;

    private static long? Open(uint? created, uint? deleted) =>
        created is { } made && deleted is { } gone ? Math.Max(0, unchecked((int)(made - gone))) : null;
}
