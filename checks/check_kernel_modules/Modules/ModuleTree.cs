namespace NagiosChecks.KernelModules;

/// <summary>A module file of a kernel: a line of modules.dep, <c>FILE: FILE FILE ...</c>, read when it is asked for.</summary>
internal sealed class ModuleFile(string text, Range file, Range needs, int line)
{
    private string[]? _needs;

    /// <summary>The file as modules.dep has it: below the kernel's directory, or absolute.</summary>
    public string File => text[file];

    /// <summary>The line in modules.dep, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The names of the modules that must be in the kernel before it, in the order of the line.</summary>
    public IReadOnlyList<string> Needs => _needs ??= [.. text[needs]
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(need => ModuleName.OfFile(need))];
}

/// <summary>
/// What depmod(8) wrote about one kernel's modules: modules.dep, modules.alias, modules.symbols, modules.builtin and
/// modules.builtin.modinfo. kmod reads the .bin twins of these files, which depmod writes from the same data.
/// </summary>
internal sealed class ModuleTree
{
    private readonly Dictionary<string, ModuleFile> _modules = [];
    private readonly HashSet<string> _builtin = [];
    private readonly AliasTable _aliases;
    private readonly AliasTable _builtinAliases = new("");
    private readonly Lazy<AliasTable> _symbols;
    private Dictionary<string, List<string>>? _dependants;

    /// <summary>Reads the texts; a file that does not exist counts as empty.</summary>
    public ModuleTree(string dependencies, string aliases, string builtin, string builtinInformation, Func<string>? symbols = null)
    {
        AddDependencies(dependencies);
        _aliases = new AliasTable(aliases);
        foreach (var line in builtin.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                _builtin.Add(ModuleName.OfFile(line.Trim()));
        }

        AddBuiltinInformation(builtinInformation);
        _symbols = new Lazy<AliasTable>(() => new AliasTable(symbols?.Invoke() ?? ""));
    }

    /// <summary>The modules that have a file.</summary>
    public IReadOnlyCollection<string> Names => _modules.Keys;

    /// <summary>The module of that name; null when this kernel has no such file.</summary>
    public ModuleFile? Find(string name) => _modules.GetValueOrDefault(name);

    /// <summary>True for code that is part of the kernel image.</summary>
    public bool IsBuiltin(string name) => _builtin.Contains(name);

    /// <summary>The modules that call themselves by this alias; wildcards are in the modules' aliases.</summary>
    public List<string> ByAlias(string alias) => _aliases.Find(alias);

    /// <summary>The built-in code that calls itself by this alias.</summary>
    public List<string> BuiltinByAlias(string alias) => _builtinAliases.Find(alias);

    /// <summary>The modules that export a symbol, asked for as <c>symbol:NAME</c>.</summary>
    public List<string> BySymbol(string alias) => alias.StartsWith("symbol:", StringComparison.Ordinal) ? _symbols.Value.Find(alias) : [];

    /// <summary>All aliases that lead to one of these modules.</summary>
    public IEnumerable<string> AliasesOf(ISet<string> modules) => _aliases.PatternsOf(modules);

    /// <summary>The modules whose line in modules.dep names this one; modules.dep lists indirect needs too.</summary>
    public IReadOnlyList<string> Dependants(string name)
    {
        _dependants ??= FindDependants();
        return _dependants.TryGetValue(name, out var dependants) ? dependants : [];
    }

    private void AddDependencies(string text)
    {
        var number = 0;
        for (var start = 0; start < text.Length;)
        {
            number++;
            var length = text.AsSpan(start).IndexOf('\n');
            var end = length < 0 ? text.Length : start + length;
            var colon = text.AsSpan(start, end - start).IndexOf(':');
            if (colon > 0 && text[start] != '#')
            {
                var file = new ModuleFile(text, start..(start + colon), (start + colon + 1)..end, number);
                _modules.TryAdd(ModuleName.OfFile(text.AsSpan(start, colon)), file);
            }

            start = end + 1;
        }
    }

    // NUL-terminated "module.key=value" (modules.builtin.modinfo in Documentation/kbuild/kbuild.rst).
    private void AddBuiltinInformation(string text)
    {
        foreach (var range in text.AsSpan().Split('\0'))
        {
            var entry = text.AsSpan()[range];
            var key = entry.IndexOf(".alias=");
            if (key > 0)
                _builtinAliases.Add(entry[(key + 7)..], entry[..key]);
        }
    }

    private Dictionary<string, List<string>> FindDependants()
    {
        var dependants = new Dictionary<string, List<string>>();
        foreach (var (name, module) in _modules)
        {
            foreach (var need in module.Needs)
            {
                if (!dependants.TryGetValue(need, out var list))
                    dependants[need] = list = [];
                list.Add(name);
            }
        }

        return dependants;
    }
}
