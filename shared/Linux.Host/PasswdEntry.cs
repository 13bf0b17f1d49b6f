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
public sealed record PasswdEntry(string Name, uint UserId, uint GroupId, string Home)
{
    private const int Fields = 7;
    private const int LongestName = 32;
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>The entry of a user id; null when /etc/passwd has none or cannot be read. The first of several counts, as for
    /// getpwuid(3).</summary>
    /// <param name="files">Reads /etc/passwd.</param>
    /// <param name="userId">The user id.</param>
    public static PasswdEntry? Find(HostFiles files, uint userId)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Read("/etc/passwd") is { Outcome: FileOutcome.Read } passwd ? Parse(passwd.Text)
            .FirstOrDefault(entry => entry.UserId == userId) : null;
    }

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
                yield return new PasswdEntry(fields[0], user, group, fields[5]);
        }
    }

    /// <summary>A user for people: <c>user nagios (uid 105)</c>, or <c>uid 105</c> when the name is not known.</summary>
    public static string Describe(HostFiles files, uint userId) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{(Find(files, userId) is { } entry && entry.HasPlainName ? $"user {entry.Name} (uid {userId})" : $"uid {userId}")}");

    /// <summary>True when the name has only the characters that useradd(8) allows, so that it can stand in a text or a path.</summary>
    public bool HasPlainName => Name.Length is > 0 and <= LongestName && Name[0] != '-'
        && !Name.AsSpan().ContainsAnyExcept(PlainCharacters)
            && Name is not ("." or "..");
}
