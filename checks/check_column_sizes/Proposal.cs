using System.Globalization;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>A file of expectations made from what was seen, for an operator to correct.</summary>
internal static class Proposal
{
    private const long Smallest = 64;
    private const double Near = 0.8;

    /// <summary>Writes the file.</summary>
    /// <returns>How many expectations.</returns>
    /// <exception cref="CheckException">It exists, or cannot be written.</exception>
    public static int Write(string path, IReadOnlyList<ColumnSize> columns)
    {
        var lines = columns.Where(column => column.DeclaredBytes is not null).OrderBy(column => column.Name, StringComparer.Ordinal)
            .ToList();
        try
        {
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write), new UTF8Encoding(false));
            file.Write("# Expectations proposed by check_column_sizes: twice the largest value seen. Correct them by what you know of the "
                + "application.\n");
            foreach (var column in lines)
                file.Write(Line(column) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CheckException.Usage(
                "--propose", path, File.Exists(path) ? "exists already, and is not written over" : "cannot be written");
        }

        return lines.Count;
    }

    /// <summary>One expectation with its reason.</summary>
    public static string Line(ColumnSize column)
    {
        var declared = column.DeclaredBytes!.Value;
        var proposed = Math.Min(declared, Rounded(Math.Max(Smallest, 2 * column.LargestBytes)));
        var near = column.LargestBytes >= Near * declared ? "; comes near its declaration" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{UntrustedText.Clean(column.Name, 200)}={proposed}  # largest {column.LargestBytes} of {column.Values} values, 99 % below "
                + $"{column.Quantile(0.99) + 1}, declared {declared}{near}");
    }

    // To the next power of two: a figure that people remember.
    private static long Rounded(long size) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)size);
}
