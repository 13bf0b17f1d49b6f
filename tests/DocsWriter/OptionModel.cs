using System.Reflection;
using CommandLine;
using Nagios.Plugin;

namespace DocsWriter;

/// <summary>One option of a check as its class declares it.</summary>
/// <param name="Name">The long name, without the hyphens.</param>
/// <param name="TakesValue">False for a switch.</param>
/// <param name="Meaning">What the help says of it.</param>
internal sealed record OptionModel(string Name, bool TakesValue, string Meaning)
{
    /// <summary>The options of a class that the help shows: its own first, then those that it shares with other checks.</summary>
    public static IReadOnlyList<OptionModel> Of(Type options) =>
    [
        .. options.GetProperties()
            .Select(property => (property, option: property.GetCustomAttribute<OptionAttribute>()))
            .Where(declared => declared.option is { Hidden: false })
            .OrderBy(declared => IsOfEveryCheck(declared.property))
            .Select(declared => new OptionModel(declared.option!.LongName, declared.option.MetaValue.Length > 0, declared.option.HelpText)),
    ];

    private static bool IsOfEveryCheck(PropertyInfo property) =>
        property.DeclaringType == typeof(CommonOptions) || property.DeclaringType == typeof(HostOptions);
}
