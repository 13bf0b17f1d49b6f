using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>The whole table as the <c>data</c> of JSON output.</summary>
internal static class KernelModulesJson
{
    /// <summary>Writes the kernel, what was read, and one object for each module.</summary>
    public static void Write(
        Utf8JsonWriter json, KernelModulesMeasurement host, KernelModulesLimits limits,
        IReadOnlyList<ModuleVerdict> verdicts)
    {
        json.WriteStartObject();
        json.WriteString("kernel_version", host.KernelVersion);
        json.WriteString("module_directory", host.TreePath);
        json.WriteString("kernel_origin", host.Origin switch
        {
            KernelOrigin.Container => "host",
            KernelOrigin.Wsl => "windows",
            _ => "own",
        });
        json.WriteString("busybox_modprobe", host.BusyBoxModprobe);
        json.WriteBoolean("loadable_modules", host.HasModules);
        json.WriteBoolean("loading_disabled", host.LoadingDisabled);
        json.WriteStartArray("unread");
        foreach (var hidden in host.Hidden)
            json.WriteStringValue(UntrustedText.Clean(hidden.Path));
        json.WriteEndArray();
        if (host.Tracking is { } tracking)
        {
            json.WriteStartObject("tracking");
            json.WriteNumber("connections", tracking.Count);
            if (tracking.Maximum is { } maximum)
                json.WriteNumber("maximum", maximum);
            json.WriteEndObject();
        }

        json.WriteStartArray("modules");
        foreach (var verdict in verdicts)
            Write(json, limits, verdict);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, KernelModulesLimits limits, ModuleVerdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("module", verdict.Name);
        json.WriteString("is", KernelModulesEvaluation.Word(verdict.State));
        json.WriteString("state", limits.Of(verdict).Word());
        json.WriteBoolean("must_stay_out", limits.MustStayOut(verdict));
        json.WriteString("reason", UntrustedText.Clean(verdict.Reason, 2000));
        WriteLine(json, "decided_by", verdict.DecidedBy);
        WriteLine(json, "meant_to_block", verdict.MeantToBlock);
        WriteLine(json, "at_boot", verdict.AtBoot);
        if (verdict.Loaded is { } loaded)
        {
            json.WriteString("condition", loaded.Condition);
            if (loaded.References is { } references)
                json.WriteNumber("references", references);
            WriteNames(json, "holders", loaded.Holders);
            json.WriteBoolean("comes_back", verdict.ComesBack);
        }

        if (verdict.AliasOf.Count > 0)
            WriteNames(json, "alias_of", verdict.AliasOf);
        WriteNames(json, "block_with", verdict.Fix);
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, string name, SourceLine? line)
    {
        if (line is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("file", UntrustedText.Clean(line.Path));
        json.WriteNumber("line", line.Number);
        json.WriteString("text", UntrustedText.Clean(line.Text));
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        json.WriteStartArray(name);
        foreach (var item in names)
            json.WriteStringValue(UntrustedText.Clean(item));
        json.WriteEndArray();
    }
}
