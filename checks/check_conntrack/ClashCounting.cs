using System.Globalization;

namespace NagiosChecks.Conntrack;

/// <summary>
/// How a kernel counts two packets whose new entries clash: both want the same tuple, because they raced each other or because NAT
/// had no free port left. The kernel tries to resolve a clash; where it cannot, the packet is lost.
/// </summary>
internal enum ClashCounting
{
    /// <summary>Before Linux 4.7: every clash is a lost packet, counted in insert_failed only.</summary>
    InsertFailedOnly,

    /// <summary>Linux 4.7 to 5.9 (commit 71d8c47fc653): a lost packet counts in drop and insert_failed, a resolved clash in
    /// insert_failed only, so that insert_failed does not tell how much of drop is due to clashes.</summary>
    ResolvedCountToo,

    /// <summary>Since Linux 5.10: a lost packet counts in drop and insert_failed, a resolved clash in clashres.</summary>
    LostOnly,
}

/// <summary>Finds out how this kernel counts.</summary>
internal static class ClashCountings
{
    /// <summary>By the columns of the counters and the kernel's release.</summary>
    /// <param name="hasClashColumn">Whether the counters have the column clashres.</param>
    /// <param name="release">What uname -r says; empty where unknown.</param>
    public static ClashCounting Of(bool hasClashColumn, string release)
    {
        if (hasClashColumn)
            return ClashCounting.LostOnly;
        var numbers = release.Split('.', '-');
        return numbers.Length > 1
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            && (major < 4 || (major == 4 && minor < 7))
                ? ClashCounting.InsertFailedOnly
                : ClashCounting.ResolvedCountToo;
    }
}
