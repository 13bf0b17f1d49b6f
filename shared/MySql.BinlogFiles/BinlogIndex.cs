using Linux.Host;

namespace MySql.BinlogFiles;

/// <summary>The index file beside the binlogs, such as <c>mysql-bin.index</c>: the path of one binlog a line, the newest last. The
/// server and its replicas go by this list, whatever the directory holds.</summary>
public static class BinlogIndex
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The names listed, without their directories.</summary>
    /// <param name="path">The index file.</param>
    /// <returns>Null where it cannot be read.</returns>
    public static IReadOnlyList<string>? Read(string path)
    {
        var content = new HostFiles("/").Read(path, MostBytes);
        return content.Outcome == FileOutcome.Read ? Parse(content.Text) : null;
    }

    /// <summary>The names in the text of an index. A line that was not finished when a crash came is a name as well.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var name = line[(line.LastIndexOf('/') + 1)..].TrimEnd('\r');
            if (name.Length > 0)
                names.Add(name);
        }

        return names;
    }
}
