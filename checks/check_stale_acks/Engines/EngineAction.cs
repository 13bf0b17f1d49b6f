using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Kinds of <see cref="EngineAction"/>.</summary>
internal enum EngineActionKind
{
    /// <summary>Removes an acknowledgement.</summary>
    RemoveAcknowledgement,

    /// <summary>Adds a comment.</summary>
    AddComment,

    /// <summary>Sends a custom notification, which engines send although the problem itself was notified before.</summary>
    Notify,

    /// <summary>Hands in a passive result of a service.</summary>
    SubmitResult,
}

/// <summary>Names of <see cref="EngineActionKind"/>.</summary>
internal static class EngineActionKinds
{
    /// <summary>The word in JSON, stable for ever.</summary>
    public static string Label(this EngineActionKind kind) => kind switch
    {
        EngineActionKind.RemoveAcknowledgement => "remove_acknowledgement",
        EngineActionKind.AddComment => "add_comment",
        EngineActionKind.Notify => "notify",
        EngineActionKind.SubmitResult => "submit_result",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>Something that an engine is asked to do.</summary>
/// <param name="Kind">What.</param>
/// <param name="About">The host or service.</param>
/// <param name="Text">The comment, the notification or the output; one line, cleaned.</param>
/// <param name="State">The state of a passive result.</param>
internal sealed record EngineAction(EngineActionKind Kind, Checkable About, string Text = "", NagiosState State = NagiosState.Ok)
{
    /// <summary>The author of comments and notifications.</summary>
    public const string Author = "check_stale_acks";

    /// <summary>
    /// The external command of Nagios, Naemon, Icinga and Livestatus, without its time. See
    /// https://assets.nagios.com/downloads/nagioscore/docs/nagioscore/4/en/extcommands.html.
    /// </summary>
    /// <exception cref="CheckException">A name that the command's grammar cannot carry.</exception>
    public string ExternalCommand()
    {
        var names = About.Service is null ? About.Host : $"{About.Host};{About.Service}";
        if (names.Count(sign => sign == ';') > (About.Service is null ? 0 : 1) || names.Any(char.IsControl))
            throw new CheckException($"no external command can name {UntrustedText.Clean(About.Name, 100)}: it holds a semicolon or a "
                + $"control character");
        var kind = About.Service is null ? "HOST" : "SVC";
        var text = Text.Replace('\n', ' ');
        return Kind switch
        {
            EngineActionKind.RemoveAcknowledgement => $"REMOVE_{kind}_ACKNOWLEDGEMENT;{names}",
            EngineActionKind.AddComment => $"ADD_{kind}_COMMENT;{names};1;{Author};{text}",
            EngineActionKind.Notify => $"SEND_CUSTOM_{kind}_NOTIFICATION;{names};0;{Author};{text}",
            EngineActionKind.SubmitResult => $"PROCESS_SERVICE_CHECK_RESULT;{names};{(int)State};{text}",
            _ => throw new InvalidOperationException($"{Kind}"),
        };
    }
}
