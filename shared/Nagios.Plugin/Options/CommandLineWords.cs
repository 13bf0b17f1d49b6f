using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CommandLine;

namespace Nagios.Plugin;

/// <summary>
/// A command line as getopt_long(3) reads it, word by word and strictly: what CommandLineParser would take in silence (a missing
/// or empty value, a stray word, a value for a switch, a misspelt option) is found here, so that a typo is refused and never
/// guessed at. The options are declared with CommandLineParser's attributes; its own parser is not run, since reading every
/// attribute of every option three times takes it longer than all else that a check does (docs/performance.md).
/// </summary>
internal sealed partial class CommandLineWords
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    private readonly Type _declaring;
    private readonly List<DeclaredOption> _declared = [];
    private readonly IEnumerator<DeclaredOption> _unread;
    private readonly string[] _args;
    private readonly HashSet<string> _given = [];
    private readonly List<(PropertyInfo Property, object Value)> _values = [];
    private readonly List<string> _words = [];
    private int _next;

    private CommandLineWords([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type declaring, string[] args, string check)
    {
        _declaring = declaring;
        _unread = Declared(declaring).GetEnumerator();
        _args = args;
        while (_next < args.Length)
            ReadWord(args[_next++]);
        if (_given.Contains("json") && _given.Contains("output"))
            Refuse("--json is the same as --output json, so only one of the two can be given");
        if (_extraOptions.Count > 0 && !Help && !Version)
            ReadFiles(check);
    }

    /// <summary>What is wrong first, in an operator's words; null when nothing is.</summary>
    public string? Mistake { get; private set; }

    /// <summary>How many times <c>-v</c> stands there as an option, <c>-vv</c> counting twice.</summary>
    public int Verbosity { get; private set; }

    /// <summary>True when help is asked for, whatever else is wrong.</summary>
    public bool Help { get; private set; }

    /// <summary>True when the version is asked for, whatever else is wrong.</summary>
    public bool Version { get; private set; }

    /// <summary>True when JSON is asked for. Then the output is JSON even when the rest of the command line is wrong.</summary>
    public bool Json { get; private set; }

    /// <summary>Reads a command line against the options that a type declares.</summary>
    /// <param name="args">The words.</param>
    /// <param name="check">The executable's name: the default section of --extra-opts.</param>
    public static CommandLineWords Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        string[] args, string check) =>
        new(typeof(TOptions), args, check);

    // Reflection is slow: it stops as soon as every given option has been found.
    private static IEnumerable<DeclaredOption> Declared([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type declaring)
    {
        foreach (var property in declaring.GetProperties())
        {
            if (Declared(property) is { } option)
                yield return option;
        }
    }

    private static DeclaredOption? Declared(PropertyInfo? property) =>
        property?.GetCustomAttribute<OptionAttribute>() is { } option
            ? new DeclaredOption(option.LongName, option.ShortName, option.MetaValue, property) : null;

    /// <summary>Sets what was given on an options object.</summary>
    public void Bind(object options)
    {
        foreach (var (property, value) in _values)
            property.SetValue(options, value);
        if (_words.Count > 0)
            WordsProperty(_declaring)!.SetValue(options, _words);
    }

    private void ReadWord(string word)
    {
        if (word == "--")
        {
            while (_next < _args.Length)
                TakeWord(_args[_next++]);
        }
        else if (word.StartsWith("--", StringComparison.Ordinal))
            ReadLong(word);
        else if (word.Length > 1 && word[0] == '-')
            ReadShort(word);
        else
            TakeWord(word);
    }

    // A few checks take files as plain words; every other check takes none.
    private void TakeWord(string word)
    {
        if (WordsProperty(_declaring) is null)
            RefuseStray(word);
        else if (word.Length == 0)
            Refuse("an empty word is given where a file belongs");
        else
            _words.Add(word);
    }

    /// <summary>The property that takes plain words: a list with a <see cref="ValueAttribute"/>; null where a check takes none.</summary>
    internal static PropertyInfo? WordsProperty([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type declaring)
    {
        foreach (var property in declaring.GetProperties())
        {
            if (property.PropertyType == typeof(IReadOnlyList<string>) && property.IsDefined(typeof(ValueAttribute)))
                return property;
        }

        return null;
    }

    private void ReadLong(string word)
    {
        var (name, value) = Assignment(word[2..]);
        if (name == ExtraOptionsName)
            TakeExtraOptions(value);
        else if (FindLong(name) is not { } option)
            Refuse(Unknown("--", name));
        else if (value is null)
            Take(option);
        else if (option.TakesValue)
            Give(option, value);
        else
            Refuse($"option --{option.LongName} takes no value");
    }

    // A cluster such as -vvt5: switches, then perhaps one option whose value is the rest of the word or the next word.
    private void ReadShort(string word)
    {
        if (word.Length > 2 && FindLong(Assignment(word[1..]).Name) is { } meant)
        {
            Refuse($"unknown option -{meant.LongName} (did you mean --{meant.LongName}?)");
            return;
        }

        for (var index = 1; index < word.Length; index++)
        {
            if (FindShort(word[index]) is not { } option)
            {
                Refuse(Unknown("-", word[index].ToString()));
                return;
            }

            if (option.TakesValue && index + 1 < word.Length)
            {
                Give(option, word[(index + 1)..]);
                return;
            }

            Take(option);
        }
    }

    // A switch has no value. An option takes the next word as its value, unless that word is an option itself: then the value was
    // forgotten, or an engine's macro was empty, and the next option must not be taken for the value.
    private void Take(DeclaredOption option)
    {
        if (!option.TakesValue)
            Switch(option);
        else if (_next == _args.Length)
            Refuse($"option --{option.LongName} needs a value");
        else if (!IsOption(_args[_next]))
            Give(option, _args[_next++]);
        else
        {
            Refuse(CheckException.HoldsSecret(option.LongName)
                ? $"option --{option.LongName} needs a value; one that begins as an option does is written --{option.LongName}=VALUE"
                : $"option --{option.LongName} needs a value, but '{UntrustedText.Clean(_args[_next], 80)}' follows, an option itself (if "
                    + $"it is the value, write --{option.LongName}=VALUE)");
        }
    }

    private void Switch(DeclaredOption option)
    {
        switch (option.LongName)
        {
            case "verbose":
                Verbosity++;
                break;
            case "help":
                Help = true;
                break;
            case "version":
                Version = true;
                break;
            default:
                Json |= option.LongName == "json";
                if (IsFirst(option))
                    _values.Add((option.Property, true));
                break;
        }
    }

    private void Give(DeclaredOption option, string value)
    {
        if (!IsFirst(option))
            return;
        if (value.Length == 0)
            Refuse($"option --{option.LongName} is given an empty value; leave it out for its default");
        _values.Add((option.Property, value));
        Json |= option.LongName == "output" && value == "json";
    }

    private bool IsFirst(DeclaredOption option)
    {
        var first = _given.Add(option.LongName);
        if (!first)
            Refuse($"option --{option.LongName} is given more than once");
        return first;
    }

    private bool IsOption(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
            return word.Length == 2 || FindLong(Assignment(word[2..]).Name) is not null;
        if (word.Length < 2 || word[0] != '-')
            return false;
        for (var index = 1; index < word.Length; index++)
        {
            if (FindShort(word[index]) is not { } option)
                return false;
            if (option.TakesValue)
                return true;
        }

        return true;
    }

    // A stray word may be the second half of a password with a blank in it.
    private void RefuseStray(string word) =>
        Refuse(_given.Any(CheckException.HoldsSecret)
            ? "a word too many (not shown, since a password is given): every option is written as --option value, values with blanks are "
                + "quoted"
            : $"unexpected word '{UntrustedText.Clean(word, 80)}': every option is written as --option value, lists are comma separated");

    private void Refuse(string mistake) => Mistake ??= mistake;

    private DeclaredOption? FindLong(string name) =>
        name.Length == 0 ? null
        : _declared.Find(option => option.LongName == name) ?? FindByProperty(name) ?? Find(option => option.LongName == name)
            ?? FindOldName(name);

    // Most options are the property of the same name, as --state-dir is StateDir: then no other attribute needs to be read.
    private DeclaredOption? FindByProperty(string name)
    {
        var property = _declaring.GetProperty(
            name.Replace("-", "", StringComparison.Ordinal), BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
        if (Declared(property) is not { } option || option.LongName != name)
            return null;
        _declared.Add(option);
        return option;
    }

    private DeclaredOption? FindShort(char name) => Find(option => option.ShortName.Length == 1 && option.ShortName[0] == name);

    private DeclaredOption? Find(Predicate<DeclaredOption> isMeant)
    {
        if (_declared.Find(isMeant) is { } known)
            return known;
        while (_unread.MoveNext())
        {
            _declared.Add(_unread.Current);
            if (isMeant(_unread.Current))
                return _unread.Current;
        }

        return null;
    }

    private string Unknown(string dashes, string name)
    {
        var typed = UntrustedText.Clean(name, 80);
        var near = name.Length > 2
            ? Find(option => option.LongName.StartsWith(name, StringComparison.Ordinal) || DiffersByOne(option.LongName, name)) : null;
        return $"unknown option {dashes}{typed}{(near is null ? "" : $" (did you mean --{near.LongName}?)")}";
    }

    private static (string Name, string? Value) Assignment(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
    }

    // One letter too many, too few, wrong or swapped with its neighbour.
    private static bool DiffersByOne(string name, string typed)
    {
        var same = name.AsSpan().CommonPrefixLength(typed);
        var (restOfName, restOfTyped) = (name[same..], typed[same..]);
        return (restOfName.Length > 0 && restOfName[1..] == restOfTyped)
            || (restOfTyped.Length > 0 && restOfTyped[1..] == restOfName)
            || (restOfName.Length > 0 && restOfTyped.Length > 0 && restOfName[1..] == restOfTyped[1..])
            || (restOfName.Length > 1 && restOfTyped.Length > 1 && restOfName[0] == restOfTyped[1] && restOfName[1] == restOfTyped[0]
                && restOfName[2..] == restOfTyped[2..]);
    }

    private sealed record DeclaredOption(string LongName, string ShortName, string MetaValue, PropertyInfo Property)
    {
        /// <summary>True for a list, which several lines of a file can make up.</summary>
        public bool IsList => MetaValue == "LIST" || MetaValue.EndsWith(",...", StringComparison.Ordinal);

        public bool TakesValue => Property.PropertyType == typeof(string);
    }
}
