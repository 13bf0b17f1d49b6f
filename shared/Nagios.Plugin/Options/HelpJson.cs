using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CommandLine;

namespace Nagios.Plugin;

/// <summary>What <c>--help --json</c> prints: everything that a check says about itself as one object, for documentation that is made
/// from it.</summary>
internal static class HelpJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, string version)
        where TOptions : CommonOptions, new()
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("check", description.Executable);
            json.WriteString("version", version);
            json.WriteString("question", description.Question);
            json.WriteString("purpose", description.Purpose);
            WriteOptions(json, typeof(TOptions).GetProperties(), new TOptions());
            WriteTexts(json, "states", description.States);
            WriteSeries(json, description.Series);
            WriteExamples(json, description.Examples);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteOptions(Utf8JsonWriter json, PropertyInfo[] properties, object defaults)
    {
        json.WriteStartArray("options");
        foreach (var property in properties)
        {
            if (property.GetCustomAttribute<OptionAttribute>() is not { } option)
                continue;
            json.WriteStartObject();
            json.WriteString("name", option.LongName);
            json.WriteString("letter", option.ShortName);
            json.WriteString("value", option.MetaValue);
            json.WriteString("text", option.HelpText);
            json.WriteString("default", property.PropertyType == typeof(string) ? (string?)property.GetValue(defaults) : null);
            json.WriteBoolean("of_every_check", HelpText.IsCommon(property));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSeries(Utf8JsonWriter json, IReadOnlyList<DeclaredSeries> declared)
    {
        json.WriteStartArray("perfdata");
        foreach (var series in declared)
        {
            json.WriteStartObject();
            json.WriteString("label", series.DocumentedLabel);
            json.WriteString("unit", series.Unit);
            json.WriteString("meaning", series.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExamples(Utf8JsonWriter json, IReadOnlyList<(string Command, string Meaning)> examples)
    {
        json.WriteStartArray("examples");
        foreach (var (command, meaning) in examples)
        {
            json.WriteStartObject();
            json.WriteString("command", command);
            json.WriteString("meaning", meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
