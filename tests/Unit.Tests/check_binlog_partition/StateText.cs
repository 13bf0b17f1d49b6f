using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>Writes a history as the state file has it, and reads it back.</summary>
internal static class StateText
{
    public static T RoundTrip<T>(StateFormat<T> format, T history, ClockReading now)
        where T : class => format.Read(format.Write(history, now), now);
}
