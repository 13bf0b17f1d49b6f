namespace NagiosChecks.KernelModules;

/// <summary>An <c>alias PATTERN MODULE</c> line.</summary>
internal sealed record AliasLine(string Pattern, string Module, SourceLine Source);

/// <summary>An <c>install PATTERN COMMAND</c> line.</summary>
internal sealed record InstallLine(string Pattern, string Command, SourceLine Source);

/// <summary>A <c>softdep PATTERN pre: ... post: ...</c> line.</summary>
internal sealed record SoftdepLine(string Pattern, IReadOnlyList<string> Before, IReadOnlyList<string> After, SourceLine Source);

/// <summary>
/// What all files of modprobe.d say together, in the order in which kmod reads them: modprobe.d(5) and kmod_config_parse in
/// libkmod-config.c. Lines that kmod ignores are ignored: unknown words, missing words, include, and comments.
/// </summary>
internal sealed class ModprobeConfig
{
    private static readonly char[] Blanks = ['\t', ' '];

    /// <summary>Aliases: every one that matches counts.</summary>
    public List<AliasLine> Aliases { get; } = [];

    /// <summary>Install commands: the first that matches counts.</summary>
    public List<InstallLine> Installs { get; } = [];

    /// <summary>Names that have a remove command: to kmod's look-up such a name exists.</summary>
    public HashSet<string> Removes { get; } = [];

    /// <summary>Soft dependencies: the first line that matches counts.</summary>
    public List<SoftdepLine> Softdeps { get; } = [];

    /// <summary>Lines that set enable_hooks=1 for nf_conntrack: with it the module tracks as soon as it is loaded.</summary>
    public List<SourceLine> EnableHooks { get; } = [];

    /// <summary>Blacklisted names, the first line for each.</summary>
    public Dictionary<string, SourceLine> Blacklist { get; } = [];

    /// <summary>Adds the content of one file.</summary>
    /// <param name="path">Where the file is on the host.</param>
    /// <param name="text">Its content; any bytes are taken.</param>
    public void Add(string path, string text)
    {
        foreach (var (number, line) in WrappedLines.Read(text))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var rest = line.AsSpan();
            var word = NextWord(ref rest);
            var name = ModuleName.Normalize(NextWord(ref rest));
            if (name.Length > 0)
                AddStatement(word, name, rest, new SourceLine(path, number, line.Trim()));
        }
    }

    /// <summary>Adds what modprobe.blacklist= on the kernel command line names; kmod takes those names letter by letter.</summary>
    public void AddBlacklist(IEnumerable<string> names, SourceLine source)
    {
        foreach (var name in names)
            Blacklist.TryAdd(name, source);
    }

    /// <summary>The part that BusyBox's modprobe obeys: it knows aliases, and blacklist lines only when asked for them with -b, which
    /// neither the kernel nor iptables does (modutils/modprobe.c of BusyBox).</summary>
    public ModprobeConfig AsBusyBoxReadsIt()
    {
        var config = new ModprobeConfig();
        config.Aliases.AddRange(Aliases);
        config.EnableHooks.AddRange(EnableHooks);
        return config;
    }

    /// <summary>The install line that a module has, if any.</summary>
    public InstallLine? InstallOf(string module) => Installs.Find(line => Wildcard.Matches(line.Pattern, module));

    /// <summary>The soft dependencies that a module has, if any.</summary>
    public SoftdepLine? SoftdepOf(string module) => Softdeps.Find(line => Wildcard.Matches(line.Pattern, module));

    private void AddStatement(ReadOnlySpan<char> word, string name, ReadOnlySpan<char> rest, SourceLine source)
    {
        switch (word)
        {
            case "alias":
                var module = ModuleName.Normalize(NextWord(ref rest));
                if (module.Length > 0)
                    Aliases.Add(new AliasLine(name, module, source));
                break;
            case "blacklist":
                Blacklist.TryAdd(name, source);
                break;
            case "options" when name == "nf_conntrack" && SetsEnableHooks(rest):
                EnableHooks.Add(source);
                break;
            case "install" when rest.Length > 0:
                Installs.Add(new InstallLine(name, rest.ToString(), source));
                break;
            case "remove" when rest.Length > 0:
                Removes.Add(name);
                break;
            case "softdep" when rest.Length > 0:
                AddSoftdep(name, rest, source);
                break;
            default:
                break;
        }
    }

    // bool parameters of the kernel take y, Y, 1 and on, or nothing at all (kstrtobool in lib/kstrtox.c).
    private static bool SetsEnableHooks(ReadOnlySpan<char> rest)
    {
        foreach (var word in rest.ToString().Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Replace('-', '_') is "enable_hooks" or "enable_hooks=1" or "enable_hooks=y" or "enable_hooks=Y" or "enable_hooks=on")
                return true;
        }

        return false;
    }

    // Word for word as kmod_config_add_softdep, whose first word keeps one leading blank: after two blanks "pre:" is not seen.
    private void AddSoftdep(string name, ReadOnlySpan<char> rest, SourceLine source)
    {
        List<string> before = [];
        List<string> after = [];
        List<string>? side = null;
        var start = 0;
        var inBlanks = false;
        for (var index = 0; index <= rest.Length; index++)
        {
            var end = index == rest.Length;
            if (!end && rest[index] is not (' ' or (>= '\t' and <= '\r')))
            {
                inBlanks = false;
                continue;
            }

            if (!end && inBlanks)
            {
                start = index + 1;
                continue;
            }

            inBlanks |= !end;
            if (!end && start >= index)
                continue;
            side = rest[start..index] switch
            {
                "pre:" => before,
                "post:" => after,
                _ => side,
            };
            if (rest[start..index] is not ("pre:" or "post:") && (!end || !inBlanks))
                side?.Add(rest[start..index].ToString());
            start = index + 1;
        }

        Softdeps.Add(new SoftdepLine(name, before, after, source));
    }

    // As strtok_r: leading blanks go, then the word, then one blank.
    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(Blanks);
        var end = rest.IndexOfAny(Blanks);
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return word;
    }
}
