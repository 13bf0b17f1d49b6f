namespace NagiosChecks.BinlogPartition;

/// <summary>Where the binlogs of a server were, so that a full disk is still judged once the server that it stopped is gone.</summary>
/// <param name="Directory">Absolute, as this process reaches it.</param>
/// <param name="Prefix">What the names begin with; null when the directory shows it.</param>
/// <param name="DataDirectory">Where the data was; null when that was not known.</param>
internal sealed record RememberedPlace(string Directory, string? Prefix, string? DataDirectory)
{
    private const char Separator = '\t';

    /// <summary>One line for the state file; null where a path holds the separator.</summary>
    public string? ToRecord()
    {
        var fields = new[] { Directory, Prefix ?? "", DataDirectory ?? "" };
        return Array.Exists(fields, field => field.Contains(Separator, StringComparison.Ordinal)) ? null : string.Join(Separator, fields);
    }

    /// <summary>Reads such a line; null when it is not one.</summary>
    public static RememberedPlace? Parse(string record)
    {
        var fields = record.Split(Separator);
        return fields.Length == 3 && fields[0].StartsWith('/') ? new RememberedPlace(fields[0], Null(fields[1]), Null(fields[2])) : null;
    }

    private static string? Null(string field) => field.Length == 0 ? null : field;
}
