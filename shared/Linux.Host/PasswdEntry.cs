using System.Buffers;
using System.Globalization;

namespace Linux.Host;

/// <summary>A user of this host: one line of /etc/passwd, passwd(5).</summary>
/// <remarks>Only that file is read. A statically linked program cannot ask the name service, so users of LDAP or SSSD are not
/// found.</remarks>
/// <param name="Name">The login name.</param>
/// <param name="UserId">The user id.</param>
/// <param name="GroupId">The login group's id.</param>
/// <param name="Home">The home directory; empty when the line has none.</param>
/// <param name="Shell">The login shell; empty for /bin/sh.</param>
public sealed record PasswdEntry(string Name, uint UserId, uint GroupId, string Home, string Shell)
{
    private const int Fields = 7;
    private const int LongestName = 32;
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>Reads the text of /etc/passwd. Lines that are not entries are passed over.</summary>
    public static IEnumerable<PasswdEntry> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var line in text.Split('\n'))
        {
            var fields = line.Split(':');
            if (fields.Length == Fields && fields[0].Length > 0
                && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
                && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var group))
                yield return new PasswdEntry(fields[0], user, group, fields[5], fields[6].TrimEnd('\r'));
        }
    }

    /// <summary>False where the shell lets nobody in: nologin(8), false(1).</summary>
    public bool CanLogIn => !Shell.EndsWith("/nologin", StringComparison.Ordinal) && !Shell.EndsWith("/false", StringComparison.Ordinal);

    /// <summary>True when the name has only the characters that useradd(8) allows, so that it can stand in a text or a path.</summary>
    public bool HasPlainName => Name.Length is > 0 and <= LongestName && Name[0] != '-'
        && !Name.AsSpan().ContainsAnyExcept(PlainCharacters)
            && Name is not ("." or "..");
}
