namespace Nagios.Plugin.Tests;

/// <summary>Seeded perfdata as checks make it, with labels that come from outside.</summary>
internal static class RandomPerfData
{
    private static readonly string[] Units = ["", "s", "%", "B", "c"];

    public static PerfDatum Next(HostileText text, bool insideRanges = true)
    {
        var random = text.Random;
        var label = (random.Next(3) == 0 ? "" : "item_") + text.Next();
        return new PerfDatum(label.Length > 0 ? label : "x", Number(random), Units[random.Next(Units.Length)])
        {
            Thresholds = Thresholds.Parse("", Range(random, insideRanges), Range(random, insideRanges)),
            Minimum = random.Next(3) == 0 ? null : Number(random),
            Maximum = random.Next(3) == 0 ? null : random.Next(9) == 0 ? double.PositiveInfinity : Number(random),
        };
    }

    private static double Number(Random random) => random.Next(6) switch
    {
        0 => 0,
        1 => random.Next(-100, 1000),
        2 => random.NextInt64(1L << 50),
        3 => random.NextDouble(),
        4 => random.NextDouble() * 1e-9,
        _ => Math.Round(random.NextDouble() * 1e6, 2),
    };

    private static string? Range(Random random, bool insideRanges)
    {
        if (random.Next(4) == 0)
            return null;
        var (low, high) = (Number(random), Number(random));
        var start = random.Next(4) switch { 0 => "~:", 1 => "", _ => Quantity.Plain(Math.Min(low, high)) + ":" };
        return (insideRanges && random.Next(3) == 0 ? "@" : "") + start
            + (start.Length > 0 && random.Next(4) == 0 ? "" : Quantity.Plain(start.Length > 0 ? Math.Max(low, high) : Math.Abs(high)));
    }
}
