namespace NagiosChecks.KernelModules;

/// <summary>
/// Aliases as modules carry them, <c>alias PATTERN MODULE</c> in modules.alias: tens of thousands, most of them device patterns
/// with wildcards behind a bus name and a colon, which no plain name can match.
/// </summary>
internal sealed class AliasTable
{
    private readonly Dictionary<string, List<string>> _plain = [];
    private readonly List<(string Pattern, string Module)> _wildcards = [];
    private readonly List<(string Pattern, string Module)> _deviceWildcards = [];

    /// <summary>Reads a whole file of alias lines.</summary>
    public static AliasTable Of(string text)
    {
        var table = new AliasTable();
        table.AddLines(text);
        return table;
    }

    /// <summary>Reads alias lines; others are ignored.</summary>
    public void AddLines(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith("alias "))
                continue;
            var rest = line[6..];
            var end = rest.LastIndexOf(' ');
            if (end > 0)
                Add(rest[..end], rest[(end + 1)..]);
        }
    }

    /// <summary>Adds one alias.</summary>
    public void Add(ReadOnlySpan<char> alias, ReadOnlySpan<char> module)
    {
        var pattern = ModuleName.Normalize(alias);
        var wildcard = pattern.AsSpan().IndexOfAny("*?[\\");
        if (wildcard < 0)
        {
            if (!_plain.TryGetValue(pattern, out var modules))
                _plain[pattern] = modules = [];
            modules.Add(module.ToString());
        }
        else
            (pattern.AsSpan(0, wildcard).Contains(':') ? _deviceWildcards : _wildcards).Add((pattern, module.ToString()));
    }

    /// <summary>The modules behind an alias, each once.</summary>
    public List<string> Find(string alias)
    {
        List<string> found = _plain.TryGetValue(alias, out var modules) ? [.. modules] : [];
        AddMatches(found, _wildcards, alias);
        if (alias.Contains(':', StringComparison.Ordinal))
            AddMatches(found, _deviceWildcards, alias);
        return found;
    }

    /// <summary>The patterns that lead to one of these modules.</summary>
    public IEnumerable<string> PatternsOf(ISet<string> modules) =>
        _plain.Where(entry => entry.Value.Exists(modules.Contains)).Select(entry => entry.Key)
            .Concat(_wildcards.Concat(_deviceWildcards).Where(entry => modules.Contains(entry.Module)).Select(entry => entry.Pattern));

    private static void AddMatches(List<string> found, List<(string Pattern, string Module)> entries, string alias)
    {
        foreach (var (pattern, module) in entries)
        {
            if (Wildcard.Matches(pattern, alias))
                found.Add(module);
        }
    }
}
