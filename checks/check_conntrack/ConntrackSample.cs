using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>The tables at one moment, as kept between runs. A namespace that is not in it had no entries and no drops.</summary>
/// <param name="BootSeconds">When, in seconds since boot.</param>
/// <param name="Namespaces">By <see cref="ConntrackNamespace.Identity"/>.</param>
internal sealed record ConntrackSample(double BootSeconds, Dictionary<string, ConntrackSample.Counters> Namespaces)
{
    private static readonly Counters Nothing = new(0, 0, 0, 0);

    /// <summary>What is kept of one namespace. A class, since generic collections of values make the executable larger.</summary>
    internal sealed record Counters(long Entries, uint Drop, uint EarlyDrop, uint InsertFailed);

    /// <summary>What a namespace had at that moment; zeros for one that was not there yet.</summary>
    public Counters Of(ConntrackNamespace space) => Namespaces.TryGetValue(space.Identity, out var counters) ? counters : Nothing;

    /// <summary>The sample of this run.</summary>
    public static ConntrackSample Of(ConntrackTable table, ClockReading clock)
    {
        var namespaces = new Dictionary<string, Counters>();
        foreach (var space in table.Namespaces)
        {
            var counters = new Counters(space.Entries ?? 0, space.Statistics?.Drop ?? 0, space.Statistics?.EarlyDrop ?? 0, space.Statistics?.InsertFailed ?? 0);
            if (counters != Nothing)
                namespaces[space.Identity] = counters;
        }

        return new ConntrackSample(clock.BootSeconds, namespaces);
    }

    /// <summary>Appends the sample as records of a <see cref="StateSnapshot"/>.</summary>
    public void AppendTo(List<string> records)
    {
        records.Add($"sample {Quantity.Plain(BootSeconds)}");
        foreach (var (identity, counters) in Namespaces)
            records.Add(string.Create(CultureInfo.InvariantCulture, $"table {identity} {counters.Entries} {counters.Drop} {counters.EarlyDrop} {counters.InsertFailed}"));
    }

    /// <summary>Reads the fields of one "table" record; null when they are not such.</summary>
    public static Counters? ParseCounters(string[] fields) =>
        fields.Length == 6
        && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
        && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var drop)
        && uint.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var earlyDrop)
        && uint.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out var insertFailed)
            ? new Counters(entries, drop, earlyDrop, insertFailed)
            : null;
}
