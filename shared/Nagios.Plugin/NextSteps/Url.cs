using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nagios.Plugin;

/// <summary>
/// A URL, made of literal parts and values: <c>Url.Of($"https://{host}:{port}/v1/objects/hosts/{name}")</c>. Every character of a
/// value that is not unreserved (RFC 3986, 2.3) is percent-encoded, so that no value can end its part of the URL.
/// </summary>
[InterpolatedStringHandler]
public sealed class Url : PrintedCommand
{
    /// <summary>Called by the compiler for <c>$"..."</c>.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    public Url(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _ = formattedCount;
    }

    /// <summary>Makes the URL; the argument is written as <c>$"..."</c>.</summary>
    public static Url Of(Url url) => url;

    /// <summary>A literal part.</summary>
    public void AppendLiteral(string words) => WriteLiteral(words);

    /// <summary>A value from outside: a path segment, a query's name or value, or a host's name. An IPv6 address becomes
    /// <c>[...]</c>.</summary>
    public void AppendFormatted(string? value)
    {
        var text = value ?? "";
        var isIpv6 = text.Contains(':', StringComparison.Ordinal) && Text.EndsWith("://", StringComparison.Ordinal)
            && System.Net.IPAddress.TryParse(text, out _);
        WriteValue(text, isIpv6 ? $"[{text}]" : Uri.EscapeDataString(text));
    }

    /// <summary>A whole number, such as a port.</summary>
    public void AppendFormatted(long value) => Write(value.ToString(CultureInfo.InvariantCulture));
}
