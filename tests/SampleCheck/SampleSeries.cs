namespace Nagios.Plugin.Tests;

/// <summary>What <see cref="SampleCheck"/> graphs.</summary>
internal static class SampleSeries
{
    public static Series Fill { get; } = new("fill", "%", "how full the sample is") { Maximum = 100 };

    public static ItemSeries Size { get; } = new("size", "ITEM", "B", "bytes of one item of the sample");

    public static IReadOnlyList<DeclaredSeries> All { get; } = [Fill, Size];
}
