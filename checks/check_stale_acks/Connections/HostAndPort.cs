using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>HOST:PORT as operators write it.</summary>
internal static class HostAndPort
{
    private static readonly System.Buffers.SearchValues<char> NotInHost = System.Buffers.SearchValues.Create(" /@?#\\");

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[v6]</c> or <c>[v6]:port</c>.</summary>
    /// <param name="option">The option, for the error text.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="defaultPort">The port when there is none; 0 when one is needed.</param>
    /// <exception cref="CheckException">Anything else, credentials and paths included.</exception>
    public static (string Host, int Port) Parse(string option, string text, int defaultPort)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.IndexOf(':', Math.Max(0, bracket));
        var host = bracket > 0 ? text[1..bracket] : colon < 0 ? text : text[..colon];
        var portText = colon < 0 ? "" : text[(colon + 1)..];
        var port = defaultPort;
        if (host.Length == 0 || host.AsSpan().ContainsAny(NotInHost) || (bracket < 0 && host.Contains('[', StringComparison.Ordinal))
            || (bracket > 0 && colon < 0 && bracket != text.Length - 1)
            || (colon >= 0 && (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > 65535)) || port == 0)
        {
            // What was typed may hold a password before an '@': it is not repeated.
            throw text.Contains('@', StringComparison.Ordinal)
                ? new CheckException($"{option} holds credentials: they would be seen in the process list; use --user with --password-file")
                : CheckException.Usage(option, text, defaultPort == 0 ? "is not HOST:PORT" : "is not HOST or HOST:PORT");
        }

        return (host, port);
    }
}
