using System.Globalization;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// One question to Livestatus and its answer. The answer begins with 16 bytes: a status of three digits, the length, a line break
/// (ResponseHeader: fixed16), so that an answer that was cut is told from a whole one.
/// See https://docs.checkmk.com/latest/en/livestatus_references.html and, for Icinga, lib/livestatus/livestatusquery.cpp.
/// </summary>
internal static class LivestatusQuery
{
    private const int HeaderLength = 16;
    private const int MaximumAnswer = 64 * 1024 * 1024;
    private const int Success = 200;

    /// <summary>Asks and returns the JSON of the answer.</summary>
    /// <param name="connection">A fresh connection: servers close it behind the answer.</param>
    /// <param name="where">The server, for the error texts.</param>
    /// <param name="query">GET with its columns and filters, without the closing empty line.</param>
    /// <exception cref="CheckException">An error code, an answer that is cut or not Livestatus at all.</exception>
    public static byte[] Ask(ServerConnection connection, string where, string query)
    {
        connection.Write(Encoding.UTF8.GetBytes(query + "\nOutputFormat: json\nColumnHeaders: off\nResponseHeader: fixed16\n\n"));
        var header = new byte[HeaderLength];
        var got = ReadAll(connection, header);
        if (got == 0)
            throw new CheckException(
                $"{where} closed the connection without an answer: is it Livestatus, and may this host ask (allowed hosts, only_from)?");
        if (got < HeaderLength || header[3] != ' ' || header[^1] != '\n'
            || !int.TryParse(Encoding.ASCII.GetString(header, 0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || !long.TryParse(
                Encoding.ASCII.GetString(header, 4, 11).Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw new CheckException(
                $"{where} does not speak Livestatus: it answers '{UntrustedText.Clean(Encoding.UTF8.GetString(header, 0, got), 40)}'");
        if (length > MaximumAnswer)
            throw new CheckException(
                $"{where} announces an answer of {Quantity.Human(length, Dimension.Size)}: more than acknowledgements can need");

        var body = new byte[length];
        var read = ReadAll(connection, body);
        if (status != Success)
            throw Refused(where, query, status, Encoding.UTF8.GetString(body, 0, read));
        return read == length ? body : throw new CheckException($"{where} broke off after {read} of {length} bytes of its answer");
    }

    private static int ReadAll(ServerConnection connection, Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length && connection.Read(buffer[done..]) is var got and > 0)
            done += got;
        return done;
    }

    // Icinga answers an unknown column with 452 and its whole stack trace: the first line tells.
    private static CheckException Refused(string where, string query, int status, string text)
    {
        var reason = text.AsSpan().Trim().ToString().Split('\n')[0];
        return new CheckException($"{where} refuses '{query.Split('\n')[0]}' with {status}: {UntrustedText.Clean(reason, 200)}");
    }
}
