namespace DatabaseServers;

/// <summary>Which server a test runs against.</summary>
public enum DatabaseFamily
{
    /// <summary>The MariaDB of this Debian (package mariadb-server).</summary>
    MariaDb,

    /// <summary>The MySQL of Debian sid, unpacked into a folder of the tests' own.</summary>
    MySql,
}
