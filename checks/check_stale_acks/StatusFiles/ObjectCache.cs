using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Group membership from objects.cache of Nagios or Naemon: the status file does not know groups.</summary>
internal static class ObjectCache
{
    // The members of a group stand in one line: 200,000 services with long names fit.
    private const int MaximumLine = 32 * 1024 * 1024;

    /// <summary>The same problems with the groups that they and their hosts are in.</summary>
    /// <exception cref="CheckException">The cache cannot be read: a filter on groups could not be trusted.</exception>
    public static IReadOnlyList<AcknowledgedProblem> WithGroups(IReadOnlyList<AcknowledgedProblem> problems, string path, CheckRun run)
    {
        run.Stage = $"reading {path}";
        using var source = FileSource.Open(path, out var error)
            ?? throw new CheckException(
            $"{path} cannot be read (error {error}); --include-group and --exclude-group need it for a status file (object_cache_file= in "
            + $"the configuration)");
        var hosts = problems.Select(problem => problem.Host).ToHashSet(StringComparer.Ordinal);
        var groups = new Dictionary<Checkable, List<string>>();
        foreach (var (name, isHostGroup, members) in Groups(Lines(source, path)))
        {
            var names = members.Split(',', StringSplitOptions.TrimEntries);
            for (var index = 0; index < names.Length; index += isHostGroup ? 1 : 2)
            {
                if (!hosts.Contains(names[index]) || (!isHostGroup && index + 1 >= names.Length))
                    continue;
                var key = new Checkable(names[index], isHostGroup ? null : names[index + 1]);
                if (!groups.TryGetValue(key, out var list))
                    groups[key] = list = [];
                list.Add(name);
            }
        }

        return [.. problems.Select(
            problem => problem with { Groups =
            [.. Of(groups, problem.Host, null), .. problem.Service is null ? [] : Of(groups, problem.Host, problem.Service)] })];
    }

    private static List<string> Of(Dictionary<Checkable, List<string>> groups, string host, string? service) =>
        groups.GetValueOrDefault(new Checkable(host, service)) ?? [];

    // define hostgroup { / TAB hostgroup_name TAB NAME / TAB members TAB host,host / TAB } ; servicegroup members are host,service pairs.
    private static IEnumerable<(string Name, bool IsHostGroup, string Members)> Groups(IEnumerable<string> lines)
    {
        string? kind = null;
        var (name, members) = ("", "");
        foreach (var line in lines)
        {
            if (line is "define hostgroup {" or "define servicegroup {")
                (kind, name, members) = (line, "", "");
            else if (kind is not null && line.StartsWith("\t}", StringComparison.Ordinal))
            {
                yield return (name, kind == "define hostgroup {", members);
                kind = null;
            }
            else if (kind is not null && line.Split('\t') is ["", var key, var value, ..])
            {
                if (key is "hostgroup_name" or "servicegroup_name")
                    name = value;
                else if (key == "members")
                    members = value;
            }
        }
    }

    private static IEnumerable<string> Lines(ByteSource source, string path)
    {
        var reader = new LineReader(source, path, MaximumLine);
        while (reader.Next() is { } line)
            yield return line;
    }
}
