using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// A notification that --clear still has to ask for. It is remembered before an acknowledgement is removed and forgotten when the engine
/// has taken the notification, so that a removal never stays unheard: not when the notification is refused, and not when the run ends in
/// between.
/// </summary>
/// <param name="About">What it is about.</param>
/// <param name="Text">Its text, one line.</param>
/// <param name="State">How bad the finding was.</param>
/// <param name="Since">When the acknowledgement was removed, seconds since 1970.</param>
internal sealed record OwedNotification(Checkable About, string Text, NagiosState State, double Since)
{
    /// <summary>Seconds after which nobody is notified any more: by then the engine has its own say again.</summary>
    public const double Lifetime = 86400;

    /// <summary>What a record of the state file begins with.</summary>
    public const string Mark = "owed\t";

    /// <summary>One line for the state file.</summary>
    public string Serialize() => string.Join('\t', "owed", Quantity.Plain(Since), State.Word(), About.Service is null ? "host" : "service",
        Uri.EscapeDataString(About.Host), Uri.EscapeDataString(About.Service ?? ""), Uri.EscapeDataString(Text));

    /// <summary>Reads what <see cref="Serialize"/> wrote; null for anything else.</summary>
    public static OwedNotification? Parse(string record)
    {
        if (record.Split('\t') is not ["owed", var since, var state, var kind, var host, var service, var text]
            || !double.TryParse(since, NumberStyles.Float, CultureInfo.InvariantCulture, out var at) || !double.IsFinite(at))
            return null;
        return new OwedNotification(
            new Checkable(Uri.UnescapeDataString(host), kind == "host" ? null : Uri.UnescapeDataString(service)),
            Uri.UnescapeDataString(text), FirstSight.ParseState(state) ?? NagiosState.Critical, at);
    }
}
