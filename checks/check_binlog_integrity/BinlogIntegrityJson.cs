using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>The tables of check_binlog_integrity for scripts.</summary>
internal static class BinlogIntegrityJson
{
    public static void Write(Utf8JsonWriter json, BinlogIntegrityMeasurement measurement)
    {
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach (var file in measurement.Files)
            Write(json, file);
        json.WriteEndArray();
        json.WriteString("directory", measurement.Directory?.Path);
        WriteNames(json, "missing", measurement.Missing);
        WriteNames(json, "extra", measurement.Extra);
        WriteNames(json, "gaps_before", measurement.Gaps);
        json.WriteNumber("bytes_read", measurement.BytesRead);
        json.WriteNumber("bytes_left", measurement.BytesLeft);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FileReport file)
    {
        json.WriteStartObject();
        json.WriteString("file", file.Path);
        json.WriteNumber("bytes", file.Bytes);
        json.WriteNumber("events", file.Events);
        json.WriteString("state", file.Condition switch
        {
            FileCondition.Whole => "whole",
            FileCondition.Damaged => "damaged",
            FileCondition.Encrypted => "encrypted",
            _ => "open",
        });
        json.WriteString("damage", file.Damage?.Word);
        WriteNumber(json, "offset", file.Damage?.Offset ?? file.PartialEvent);
        json.WriteNumber("last_safe_position", file.SafePosition);
        json.WriteString("last_safe_gtid", file.SafeGtid.Length > 0 ? file.SafeGtid : null);
        json.WriteString("found", file.Damage is { } damage ? UntrustedText.Clean(damage.Found, 500) : null);
        json.WriteBoolean("in_use", file.IsInUse);
        json.WriteBoolean("checksums", file.HasChecksums);
        json.WriteNumber("largest_event", file.LargestEvent);
        WriteNumber(json, "oversized_at", file.OversizedAt);
        WriteNumber(json, "open_transaction_at", file.OpenTransaction);
        json.WriteNumber("bytes_left", file.BytesLeft);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        json.WriteStartArray(name);
        foreach (var each in names)
            json.WriteStringValue(UntrustedText.Clean(each, 300));
        json.WriteEndArray();
    }
}
