using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>The least that purging by hand must free, in portions: a purge of very much at once holds up commits.</summary>
/// <param name="Portions">The name of the file that each purge goes up to, oldest first; that file itself stays.</param>
/// <param name="Bytes">What they free together.</param>
/// <param name="Files">How many files.</param>
/// <param name="IsEnough">False when even all files but the newest do not free what is needed.</param>
internal sealed record PurgeAdvice(IReadOnlyList<string> Portions, double Bytes, int Files, bool IsEnough)
{
    private const double LargestPortion = 20d * 1024 * 1024 * 1024;
    private const int MostFilesAtOnce = 100;

    /// <summary>The statement that purges up to a file.</summary>
    public static SqlStatement Statement(string file) => SqlStatement.Of($"PURGE BINARY LOGS TO {file}");

    /// <summary>The advice for a list of binlogs; null when there is only the one that is being written.</summary>
    /// <param name="files">By rising number.</param>
    /// <param name="needed">Bytes that must become free.</param>
    public static PurgeAdvice? For(IReadOnlyList<BinlogFile> files, double needed)
    {
        if (files.Count < 2)
            return null;
        var portions = new List<string>();
        var (bytes, portion, inPortion, count) = (0d, 0d, 0, 0);
        while (count < files.Count - 1 && (count == 0 || bytes < needed))
        {
            bytes += files[count].Size;
            portion += files[count].Size;
            inPortion++;
            count++;
            if (portion < LargestPortion && inPortion < MostFilesAtOnce && count < files.Count - 1 && bytes < needed)
                continue;
            portions.Add(files[count].Name.Text);
            (portion, inPortion) = (0, 0);
        }

        return new PurgeAdvice(portions, bytes, count, bytes >= needed);
    }
}
