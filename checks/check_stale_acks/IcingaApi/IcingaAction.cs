using System.Text;
using System.Text.Json;

namespace NagiosChecks.StaleAcks;

/// <summary>Actions of Icinga's API. See https://icinga.com/docs/icinga-2/latest/doc/12-icinga2-api/#actions.</summary>
internal static class IcingaAction
{
    /// <summary>The action's name and the JSON of its request.</summary>
    public static (string Name, string Json) Request(EngineAction action)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (action.About.Service is null)
                json.WriteString("host", action.About.Host);
            else
                json.WriteString("service", $"{action.About.Host}!{action.About.Service}");
            json.WriteString("type", action.About.Service is null ? "Host" : "Service");
            WriteDetails(json, action);
            json.WriteEndObject();
        }

        return (NameOf(action.Kind), Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string NameOf(EngineActionKind kind) => kind switch
    {
        EngineActionKind.RemoveAcknowledgement => "remove-acknowledgement",
        EngineActionKind.AddComment => "add-comment",
        EngineActionKind.Notify => "send-custom-notification",
        EngineActionKind.SubmitResult => "process-check-result",
        _ => throw new InvalidOperationException($"{kind}"),
    };

    private static void WriteDetails(Utf8JsonWriter json, EngineAction action)
    {
        switch (action.Kind)
        {
            case EngineActionKind.AddComment or EngineActionKind.Notify:
                json.WriteString("author", EngineAction.Author);
                json.WriteString("comment", action.Text);
                break;
            case EngineActionKind.SubmitResult:
                json.WriteNumber("exit_status", (int)action.State);
                json.WriteString("plugin_output", action.Text);
                break;
            default:
                break;
        }
    }
}
