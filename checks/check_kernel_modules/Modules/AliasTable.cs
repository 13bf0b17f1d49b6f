namespace NagiosChecks.KernelModules;

/// <summary>
/// Aliases as modules carry them, <c>alias PATTERN MODULE</c> in modules.alias: tens of thousands, most of them device patterns,
/// a bus name and a colon and then wildcards. No plain name can match those, so they stay in the text until one with a colon is
/// asked for.
/// </summary>
internal sealed class AliasTable
{
    private readonly string _text;
    private readonly Dictionary<string, List<string>> _plain = [];
    private readonly List<KeyValuePair<string, string>> _wildcards = [];
    private List<KeyValuePair<string, string>>? _devicePatterns;

    /// <summary>Reads a file of alias lines; other lines are ignored.</summary>
    public AliasTable(string text)
    {
        _text = text;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (TrySplit(line, out var alias, out var module) && !IsDevicePattern(alias))
                Add(alias, module);
        }
    }

    /// <summary>Adds one alias.</summary>
    public void Add(ReadOnlySpan<char> alias, ReadOnlySpan<char> module)
    {
        var pattern = ModuleName.Normalize(alias);
        if (Wildcard.IsIn(pattern))
        {
            _wildcards.Add(new KeyValuePair<string, string>(pattern, module.ToString()));
            return;
        }

        if (!_plain.TryGetValue(pattern, out var modules))
            _plain[pattern] = modules = [];
        modules.Add(module.ToString());
    }

    /// <summary>The modules behind an alias.</summary>
    public List<string> Find(string alias)
    {
        List<string> found = _plain.TryGetValue(alias, out var modules) ? [.. modules] : [];
        foreach (var (pattern, module) in _wildcards)
        {
            if (Wildcard.Matches(pattern, alias))
                found.Add(module);
        }

        if (alias.Contains(':', StringComparison.Ordinal))
            found.AddRange(DevicePatterns().Where(entry => Wildcard.Matches(entry.Key, alias)).Select(entry => entry.Value));
        return found;
    }

    /// <summary>The patterns that lead to one of these modules.</summary>
    public IEnumerable<string> PatternsOf(ISet<string> modules) =>
        _plain.Where(entry => entry.Value.Exists(modules.Contains)).Select(entry => entry.Key)
            .Concat(_wildcards.Concat(DevicePatterns()).Where(entry => modules.Contains(entry.Value)).Select(entry => entry.Key));

    private List<KeyValuePair<string, string>> DevicePatterns()
    {
        if (_devicePatterns is not null)
            return _devicePatterns;
        List<KeyValuePair<string, string>> patterns = [];
        foreach (var line in _text.AsSpan().EnumerateLines())
        {
            if (TrySplit(line, out var alias, out var module) && IsDevicePattern(alias))
                patterns.Add(new KeyValuePair<string, string>(ModuleName.Normalize(alias), module.ToString()));
        }

        return _devicePatterns = patterns;
    }

    private static bool IsDevicePattern(ReadOnlySpan<char> alias)
    {
        var first = alias.IndexOfAny("*?[\\:");
        return first >= 0 && alias[first] == ':' && Wildcard.IsIn(alias);
    }

    private static bool TrySplit(ReadOnlySpan<char> line, out ReadOnlySpan<char> alias, out ReadOnlySpan<char> module)
    {
        alias = default;
        module = default;
        var end = line.StartsWith("alias ") ? line.LastIndexOf(' ') : 0;
        if (end <= 6)
            return false;
        alias = line[6..end];
        module = line[(end + 1)..];
        return true;
    }
}
