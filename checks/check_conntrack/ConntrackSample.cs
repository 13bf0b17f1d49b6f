using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>The tables at one moment, as kept between runs.</summary>
/// <param name="BootSeconds">When, in seconds since boot.</param>
/// <param name="Namespaces">By <see cref="ConntrackNamespace.Identity"/>. Of a namespace that is not in it nothing is known.</param>
internal sealed record ConntrackSample(double BootSeconds, Dictionary<string, ConntrackSample.Counters> Namespaces)
{
    /// <summary>What is kept of one namespace. A class, since generic collections of values make the executable larger.</summary>
    internal sealed record Counters(long Entries, uint Drop, uint EarlyDrop, uint InsertFailed, uint? ChainTooLong);

    /// <summary>What a namespace had at that moment; null when it was not seen then.</summary>
    public Counters? Of(ConntrackNamespace space) => Namespaces.GetValueOrDefault(space.Identity);

    /// <summary>The sample of this run.</summary>
    public static ConntrackSample Of(ConntrackMeasurement measurement, ClockReading clock)
    {
        var namespaces = new Dictionary<string, Counters>();
        foreach (var space in measurement.Namespaces)
        {
            if (space.Entries is not { } entries)
                continue;
            var counters = space.Statistics.GetValueOrDefault();
            namespaces[space.Identity] = new Counters(
                entries, counters.Drop, counters.EarlyDrop, counters.InsertFailed, counters.ChainTooLong);
        }

        return new ConntrackSample(clock.BootSeconds, namespaces);
    }

    /// <summary>Appends the sample as records of the state: <c>sample SECONDS</c>, then <c>table IDENTITY ENTRIES DROP EARLY_DROP
    /// INSERT_FAILED CHAIN_TOO_LONG</c> for each namespace; "-" where a counter is unknown.</summary>
    public void AppendTo(List<string> records)
    {
        records.Add($"sample {Quantity.Plain(BootSeconds)}");
        foreach (var (identity, counters) in Namespaces)
        {
            var chain = counters.ChainTooLong?.ToString(CultureInfo.InvariantCulture) ?? "-";
            records.Add(string.Create(CultureInfo.InvariantCulture,
                $"table {identity} {counters.Entries} {counters.Drop} {counters.EarlyDrop} {counters.InsertFailed} {chain}"));
        }
    }

    /// <summary>Reads the fields of one "table" record; null when they are not such.</summary>
    public static Counters? ParseCounters(string[] fields) =>
        fields.Length == 7
        && long.TryParse(fields[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var entries)
        && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var drop)
        && uint.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var earlyDrop)
        && uint.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out var insertFailed)
            ? new Counters(entries, drop, earlyDrop, insertFailed,
                uint.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out var chain) ? chain : null)
            : null;
}
