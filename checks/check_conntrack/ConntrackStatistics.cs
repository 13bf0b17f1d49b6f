using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// The counters of one network namespace: /proc/net/stat/nf_conntrack, written by ct_cpu_seq_show in the kernel's
/// net/netfilter/nf_conntrack_standalone.c. A line of column names, then a line of hexadecimal 32-bit numbers per CPU. Columns
/// were renamed and added over the years, so they are found by name; "entries" repeats the namespace's total on every line.
/// </summary>
/// <param name="Entries">Tracked connections now.</param>
/// <param name="Drop">Packets dropped because no entry could be had, summed over CPUs, modulo 2^32.</param>
/// <param name="EarlyDrop">Entries thrown out to make room, likewise.</param>
/// <param name="InsertFailed">Entries that clashed with another one, likewise.</param>
/// <param name="Expectations">Expectations now: created less deleted; null where the columns are missing.</param>
internal readonly record struct ConntrackStatistics(long Entries, uint Drop, uint EarlyDrop, uint InsertFailed, long? Expectations)
{
    /// <summary>Reads the file's text.</summary>
    /// <exception cref="CheckException">The text is not such a file.</exception>
    public static ConntrackStatistics Parse(string text, string path)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2)
            throw new CheckException($"{path} has {(lines.Length == 0 ? "no text" : "no line of numbers")}; expected a header and a line per CPU");

        var columns = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Array.IndexOf(columns, "entries") < 0)
            throw new CheckException($"{path} begins with '{UntrustedText.Clean(lines[0], 60)}'; expected a header with the column 'entries'");

        var sums = new uint[columns.Length];
        var first = new uint[columns.Length];
        for (var line = 1; line < lines.Length; line++)
            Add(lines[line], sums, line == 1 ? first : null, path);

        return new ConntrackStatistics(
            first[Array.IndexOf(columns, "entries")],
            Column(columns, sums, "drop") ?? 0,
            Column(columns, sums, "early_drop") ?? 0,
            Column(columns, sums, "insert_failed") ?? 0,
            Column(columns, sums, "expect_create") is { } created && Column(columns, sums, "expect_delete") is { } deleted
                ? unchecked((int)(created - deleted)) is var open and >= 0 ? open : 0
                : null);
    }

    /// <summary>How far a 32-bit counter has moved; what went backwards was reset (module reloaded) and counts from 0.</summary>
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
                throw new CheckException($"{path} has the line '{UntrustedText.Clean(line, 60)}' where {sums.Length} hexadecimal numbers belong");
            sums[column] = unchecked(sums[column] + value);
            if (first is not null)
                first[column] = value;
            column++;
        }

        if (column != sums.Length)
            throw new CheckException($"{path} has a line of {column} numbers under {sums.Length} column names");
    }

    private static uint? Column(string[] columns, uint[] sums, string name) => Array.IndexOf(columns, name) is var index and >= 0 ? sums[index] : null;
}
