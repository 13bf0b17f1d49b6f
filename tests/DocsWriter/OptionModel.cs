using System.Reflection;
using CommandLine;
using Nagios.Plugin;

namespace DocsWriter;

/// <summary>One option of a check as its class declares it.</summary>
/// <param name="Name">The long name, without the hyphens.</param>
/// <param name="Letter">The short name; empty for none.</param>
/// <param name="Value">The word that stands for its value in the help, such as RANGE; empty for a switch.</param>
/// <param name="Meaning">What the help says of it.</param>
internal sealed record OptionModel(string Name, string Letter, string Value, string Meaning)
{
    /// <summary>The value when the option is not given; null where there is none, and where <see cref="Meaning"/> says it.</summary>
    public string? Default { get; private init; }

    /// <summary>True for an option of every check, false for one of its own.</summary>
    public bool IsOfEveryCheck { get; private init; }

    /// <summary>True for a switch that counts how often it is given.</summary>
    public bool IsCounted { get; private init; }

    /// <summary>False for a switch.</summary>
    public bool TakesValue => Value.Length > 0;

    /// <summary>What the help says of it, with the default.</summary>
    public string MeaningAndDefault => Default is null ? Meaning : $"{Meaning} (default: {Default})";

    /// <summary>The options of a class that the help shows: its own first, then those that it shares with other checks.</summary>
    public static IReadOnlyList<OptionModel> Of(Type options)
    {
        var defaults = Activator.CreateInstance(options, nonPublic: true)!;
        return
        [
            .. options.GetProperties()
                .Select(property => (property, option: property.GetCustomAttribute<OptionAttribute>()))
                .Where(declared => declared.option is { Hidden: false })
                .Select(declared => Of(declared.property, declared.option!, defaults))
                .OrderBy(option => option.IsOfEveryCheck),
        ];
    }

    private static OptionModel Of(PropertyInfo property, OptionAttribute option, object defaults)
    {
        var tells = option.HelpText.Contains("(default", StringComparison.Ordinal);
        return new OptionModel(option.LongName, option.ShortName, option.MetaValue, option.HelpText)
        {
            Default = property.PropertyType != typeof(string) || tells ? null
                : property.GetValue(defaults) is string { Length: > 0 } value ? value : "none",
            IsOfEveryCheck = property.DeclaringType == typeof(CommonOptions) || property.DeclaringType == typeof(HostOptions),
            IsCounted = option.FlagCounter,
        };
    }
}
