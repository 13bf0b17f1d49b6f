using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nagios.Plugin;

/// <summary>Reads the files of <c>--extra-opts</c>. Its value is optional, so it is read by a rule of its own.</summary>
internal sealed partial class CommandLineWords
{
    private const string ExtraOptionsName = "extra-opts";
    private readonly List<string> _extraOptions = [];
    private readonly Dictionary<string, (DeclaredOption Option, string Value)> _fromFiles = [];
    private readonly Dictionary<string, string> _places = [];

    /// <summary>Where an option stands that a file gave; null for one of the command line.</summary>
    /// <param name="option">The option as the operator types it: <c>--warning</c>.</param>
    public string? PlaceOf(string option) => _places.GetValueOrDefault(option.TrimStart('-'));

    /// <summary>Why the files could not be read; null when they could, or when none is named.</summary>
    public CheckException? FileFailure { get; private set; }

    // As monitoring-plugins: the next word is the value unless it begins with a dash.
    private void TakeExtraOptions(string? value)
    {
        if (value is null && _next < _args.Length && !_args[_next].StartsWith('-'))
            value = _args[_next++];
        _extraOptions.Add(value ?? "");
    }

    private void ReadFiles(string check)
    {
        try
        {
            foreach (var locator in _extraOptions)
            {
                foreach (var extra in ExtraOptions.Read(locator, check))
                    TakeFromFile(extra);
            }
        }
        catch (CheckException failure)
        {
            FileFailure = failure;
        }

        foreach (var (option, value) in _fromFiles.Values)
            _values.Add((option.Property, value));
    }

    // The command line wins over a file; within files the last value of a key counts, and a list grows by every one.
    private void TakeFromFile(ExtraOption extra)
    {
        var option = extra.Key.Length == 1 ? FindShort(extra.Key[0]) : FindLong(extra.Key);
        if (option is null || option.LongName is ExtraOptionsName or "help" or "version")
            throw new CheckException($"{extra.Place}: {(option is null ? Unknown("", extra.Key) : $"{extra.Key} cannot stand in a file")}");
        if (option.TakesValue != extra.Value.Length > 0)
            throw new CheckException(
                $"{extra.Place}: {extra.Key} "
                + $"{(option.TakesValue ? "has no value" : "is a switch and takes no value; nothing stands behind its '='")}");
        if (option.LongName == "verbose")
            Verbosity++;
        else if (!_given.Contains(option.LongName))
            Keep(option, extra);
    }

    private void Keep(DeclaredOption option, ExtraOption extra)
    {
        // --json and --output say the same, and the command line wins.
        if (option.LongName is "json" or "output" && (_given.Contains("json") || _given.Contains("output")))
            return;
        Json |= option.LongName == "json" || (option.LongName == "output" && extra.Value == "json");
        _places[option.LongName] = extra.Place;
        if (!option.TakesValue)
        {
            if (_given.Add(option.LongName))
                _values.Add((option.Property, true));
            return;
        }

        var isMore = option.IsList && _fromFiles.ContainsKey(option.LongName);
        _fromFiles[option.LongName] = (option, isMore ? $"{_fromFiles[option.LongName].Value},{extra.Value}" : extra.Value);
    }

    // Old names are looked for last, because that reads the attributes of every option.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "the declaring type keeps its properties")]
    private DeclaredOption? FindOldName(string name)
    {
        foreach (var property in _declaring.GetProperties())
        {
            foreach (var old in property.GetCustomAttributes<OldNameAttribute>())
            {
                if (old.LongName == name)
                    return Declared(property);
            }
        }

        return null;
    }
}
