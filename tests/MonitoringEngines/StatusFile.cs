namespace MonitoringEngines;

/// <summary>One block of Nagios' status.dat, such as <c>servicestatus { ... }</c>.</summary>
/// <param name="Kind">The word before the brace.</param>
/// <param name="Fields">The fields as they stand in the file.</param>
public sealed record StatusBlock(string Kind, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field's text; empty when the block has none of that name.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field, "");
}

/// <summary>Reads status.dat, for the tests' own questions.</summary>
public static class StatusFile
{
    /// <summary>The file's blocks in their order.</summary>
    public static IEnumerable<StatusBlock> Read(string path)
    {
        StatusBlock? block = null;
        Dictionary<string, string> fields = [];
        foreach (var line in File.ReadAllLines(path))
        {
            if (line.EndsWith(" {", StringComparison.Ordinal) && !line.StartsWith('\t'))
            {
                fields = [];
                block = new StatusBlock(line[..^2], fields);
            }
            else if (line == "\t}" && block is not null)
            {
                yield return block;
                block = null;
            }
            else if (block is not null && line.Split('=', 2) is [var name, var value])
            {
                fields[name.Trim()] = value;
            }
        }
    }

    /// <summary>A service's status as a result; null while it was never checked.</summary>
    public static CheckArrival? Result(StatusBlock service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service["has_been_checked"] == "1"
            ? new CheckArrival(
                int.Parse(service["current_state"]), service["plugin_output"], Unescaped(service["long_plugin_output"]).TrimEnd('\n'),
                service["performance_data"])
            : null;
    }

    // Nagios writes a newline as \n and a backslash as \\ (common/comments of status.dat: xsddefault.c, escape_newlines).
    private static string Unescaped(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var escaped = text[index] == '\\' && index + 1 < text.Length;
            plain.Append(escaped ? text[++index] switch { 'n' => '\n', var other => other } : text[index]);
        }

        return plain.ToString();
    }
}
