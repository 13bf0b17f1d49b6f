using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>The check's own part of <c>--output json</c>: limits and one row per network namespace.</summary>
internal static class ConntrackJson
{
    private const int MostNamespaces = 1000;

    public static void Write(Utf8JsonWriter json, ConntrackMeasurement measured)
    {
        json.WriteStartObject();
        json.WriteBoolean("present", measured.Presence is ConntrackPresence.Read or ConntrackPresence.Hidden);
        json.WriteBoolean("seen", measured.Presence == ConntrackPresence.Read);
        if (measured.IsBuiltIn is { } builtIn)
            json.WriteBoolean("built_in", builtIn);
        Number(json, "max", measured.Maximum);
        Number(json, "buckets", measured.Buckets);
        Number(json, "expect_max", measured.ExpectMaximum);
        Number(json, "unseen_namespaces", measured.UnseenNamespaces);
        json.WriteStartArray("namespaces");
        foreach (var space in ConntrackEvaluation.FullestFirst(measured.Namespaces).Take(MostNamespaces))
            Write(json, space);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ConntrackNamespace space)
    {
        json.WriteStartObject();
        json.WriteString("id", UntrustedText.Clean(space.Identity, 60));
        json.WriteBoolean("own", space.IsOwn);
        json.WriteString("name", space.Name);
        json.WriteString("container", space.Container?.ToString());
        json.WriteNumber("pid", space.ProcessId);
        json.WriteString("process", space.ProcessName);
        Number(json, "entries", space.Entries);
        Number(json, "drop", space.Statistics?.Drop);
        Number(json, "early_drop", space.Statistics?.EarlyDrop);
        Number(json, "insert_failed", space.Statistics?.InsertFailed);
        Number(json, "chain_too_long", space.Statistics?.ChainTooLong);
        Number(json, "expectations", space.Statistics?.Expectations);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
