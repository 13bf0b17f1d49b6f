using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DocsWriter;

/// <summary>
/// The basket of the Icinga Director: a command with its fields, and a service template, for each check. The form is what
/// <c>icingacli director basket dump</c> of Director 1.10.2 writes, without the keys "uuid", which that version does not restore.
/// The commands have names of their own (cmd-check-conntrack), because two commands of one name stop an Icinga that also
/// loads the template library's file.
/// </summary>
internal static partial class DirectorBasket
{
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>The text of the file.</summary>
    public static string Of(IReadOnlyList<CheckModel> checks)
    {
        // A number joins a command to its fields inside the file; the Director gives them others.
        var fields = checks.SelectMany(check => IcingaCommand.Offered(check).Select(option => (check, option)))
            .Select((field, index) => (field.check, field.option, Id: index + 1)).ToList();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Form))
        {
            json.WriteStartObject();
            json.WriteStartObject("Command");
            foreach (var check in checks)
                WriteCommand(json, check, fields.Where(field => field.check == check).Select(field => field.Id));
            json.WriteEndObject();
            json.WriteStartObject("ServiceTemplate");
            foreach (var check in checks)
                WriteTemplate(json, check);
            json.WriteEndObject();
            json.WriteStartObject("Datafield");
            foreach (var (check, option, id) in fields)
                WriteField(json, check, option, id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static string Dashed(CheckModel check) => check.Name.Replace('_', '-');

    private static void WriteCommand(Utf8JsonWriter json, CheckModel check, IEnumerable<int> fields)
    {
        json.WriteStartObject("cmd-" + Dashed(check));
        json.WriteString("object_name", "cmd-" + Dashed(check));
        json.WriteString("object_type", "object");
        json.WriteString("methods_execute", "PluginCheck");
        json.WriteString("command", $"/usr/lib/nagios/plugins/{check.Name}");
        json.WriteStartObject("arguments");
        foreach (var option in IcingaCommand.Offered(check))
        {
            json.WriteStartObject("--" + option.Name);
            json.WriteString(option.TakesValue ? "value" : "set_if", $"${IcingaCommand.Variable(check, option)}$");
            json.WriteString("description", option.MeaningAndDefault);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("fields");
        foreach (var id in fields)
        {
            json.WriteStartObject();
            json.WriteNumber("datafield_id", id);
            json.WriteString("is_required", "n");
            json.WriteNull("var_filter");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteEmpty(json, "imports");
        json.WriteStartObject("vars");
        foreach (var (variable, value) in IcingaCommand.Variables(check))
            json.WriteString(variable, value);
        json.WriteEndObject();
        foreach (var unset in new[] { "timeout", "zone" })
            json.WriteNull(unset);
        json.WriteBoolean("disabled", false);
        json.WriteEndObject();
    }

    private static void WriteTemplate(Utf8JsonWriter json, CheckModel check)
    {
        var name = "tpl-service-" + Dashed(check).Replace("check-", "", StringComparison.Ordinal);
        json.WriteStartObject(name);
        json.WriteString("object_name", name);
        json.WriteString("object_type", "template");
        json.WriteString("check_command", "cmd-" + Dashed(check));
        json.WriteNumber("check_interval", IntervalSeconds(check));
        json.WriteBoolean("use_agent", true);
        json.WriteString("notes", check.Description.Question);
        json.WriteString("notes_url", $"file:///usr/share/doc/nagios-checks/checks/{check.Name}.md");
        WriteEmpty(json, "imports");
        WriteEmpty(json, "fields");
        json.WriteStartObject("vars");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, CheckModel check, OptionModel option, int id)
    {
        json.WriteStartObject(id.ToString(CultureInfo.InvariantCulture));
        json.WriteString("varname", IcingaCommand.Variable(check, option));
        json.WriteString("caption", $"{check.Name}: --{option.Name}");
        json.WriteString("description", option.MeaningAndDefault);
        json.WriteString("datatype", $"Icinga\\Module\\Director\\DataType\\DataType{(option.TakesValue ? "String" : "Boolean")}");
        json.WriteNull("format");
        json.WriteStartObject("settings");
        if (option.TakesValue)
            json.WriteString("visibility", option.Name.EndsWith("password", StringComparison.Ordinal) ? "hidden" : "visible");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    // As the services for Nagios have it, in minutes; the check's own file has it in its example where it is not among them.
    private static int IntervalSeconds(CheckModel check)
    {
        var services = File.ReadAllText(Path.Combine(Repository.Root, "docs/nagios/services-local.cfg"))
            + File.ReadAllText(Path.Combine(Repository.Root, $"docs/nagios/{check.Name}.cfg"));
        foreach (Match service in Service().Matches(services))
        {
            var command = Regex.Match(service.Value, @"check_command +(?:check_nrpe!)?(\w+)");
            var interval = Regex.Match(service.Value, @"check_interval +(\d+)");
            if (command.Groups[1].Value == check.Name && interval.Success)
                return 60 * int.Parse(interval.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"docs/nagios/{check.Name}.cfg has no service with a check_interval");
    }

    [GeneratedRegex(@"define service \{.*?\}", RegexOptions.Singleline)]
    private static partial Regex Service();
}
