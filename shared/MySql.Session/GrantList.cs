namespace MySql.Session;

/// <summary>The privileges of an account on all schemas, by the rows of SHOW GRANTS (roles that are active included).</summary>
public static class GrantList
{
    private const string OnEverything = " ON *.* TO ";
    private const string Grant = "GRANT ";

    /// <summary>True when one of the rows grants a privilege on *.*.</summary>
    /// <param name="grants">Rows such as <c>GRANT PROCESS, REPLICATION CLIENT ON *.* TO `nagios`@`localhost`</c>.</param>
    /// <param name="privilege">Such as <c>PROCESS</c>.</param>
    public static bool HasGlobal(IEnumerable<string> grants, string privilege)
    {
        ArgumentNullException.ThrowIfNull(grants);
        foreach (var grant in grants)
        {
            var end = grant.IndexOf(OnEverything, StringComparison.Ordinal);
            if (end < 0 || !grant.StartsWith(Grant, StringComparison.Ordinal))
                continue;
            foreach (var given in grant[Grant.Length..end].Split(',', StringSplitOptions.TrimEntries))
            {
                if (given == privilege || given.StartsWith("ALL PRIVILEGES", StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }
}
