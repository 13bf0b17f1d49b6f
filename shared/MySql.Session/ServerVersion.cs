using System.Globalization;

namespace MySql.Session;

/// <summary>Who made the server; statements, columns and privileges differ.</summary>
public enum ServerFamily
{
    /// <summary>MySQL of Oracle, and what does not say otherwise (Amazon's, Google's).</summary>
    MySql,

    /// <summary>MariaDB.</summary>
    MariaDb,

    /// <summary>Percona Server, which speaks as MySQL does.</summary>
    Percona,
}

/// <summary>A server's family and version, from <c>@@version</c> and <c>@@version_comment</c>.</summary>
/// <param name="Family">Who made it.</param>
/// <param name="Number">Major, minor and patch.</param>
/// <param name="Text">As the server says it.</param>
public sealed record ServerVersion(ServerFamily Family, Version Number, string Text)
{
    // MariaDB puts this before its own version where old replicas look at it.
    private const string ReplicationPrefix = "5.5.5-";

    /// <summary>True for MariaDB, whose statements, columns and privileges went another way after 5.5.</summary>
    public bool IsMariaDb => Family == ServerFamily.MariaDb;

    /// <summary>True for MySQL and Percona Server of at least this version.</summary>
    public bool IsMySqlSince(int major, int minor, int patch = 0) => !IsMariaDb && Number >= new Version(major, minor, patch);

    /// <summary>True for MariaDB of at least this version.</summary>
    public bool IsMariaDbSince(int major, int minor, int patch = 0) => IsMariaDb && Number >= new Version(major, minor, patch);

    /// <summary>Reads what a server says about itself. What has no number counts as 0.0.0, so that old statements are used.</summary>
    /// <param name="version">Such as <c>10.11.19-MariaDB-0+deb12u1-log</c>, <c>8.0.36-28</c>, <c>8.0.mysql_aurora.3.04.0</c>.</param>
    /// <param name="comment">Such as <c>Percona Server (GPL), Release 28</c>; null when unknown.</param>
    public static ServerVersion Parse(string version, string? comment)
    {
        ArgumentNullException.ThrowIfNull(version);
        var both = $"{version} {comment}";
        var family = both.Contains("mariadb", StringComparison.OrdinalIgnoreCase) ? ServerFamily.MariaDb
            : both.Contains("percona", StringComparison.OrdinalIgnoreCase) ? ServerFamily.Percona
            : ServerFamily.MySql;
        var numbers = family == ServerFamily.MariaDb && version.StartsWith(ReplicationPrefix, StringComparison.Ordinal)
            ? version[ReplicationPrefix.Length..] : version;
        return new ServerVersion(family, ReadNumber(numbers), version);
    }

    /// <summary>The name and version for people: <c>MariaDB 10.11.19</c>.</summary>
    public override string ToString() =>
        $"{(Family switch { ServerFamily.MariaDb => "MariaDB", ServerFamily.Percona => "Percona Server", _ => "MySQL" })} {Number}";

    private static Version ReadNumber(string text)
    {
        Span<int> parts = [0, 0, 0];
        var position = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            var end = position;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (!int.TryParse(text.AsSpan(position, end - position), NumberStyles.None, CultureInfo.InvariantCulture, out parts[part]))
                break;
            position = end + 1;
            if (end >= text.Length || text[end] != '.')
                break;
        }

        return new Version(parts[0], parts[1], parts[2]);
    }
}
