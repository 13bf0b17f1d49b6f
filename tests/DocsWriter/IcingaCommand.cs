using System.Text;
using System.Text.RegularExpressions;

namespace DocsWriter;

/// <summary>The arguments of a check's Icinga 2 CheckCommand: a custom variable for every option but those that are for people.</summary>
internal static class IcingaCommand
{
    private static readonly string[] ForPeople = ["help", "version", "output", "json"];

    /// <summary>The options that an engine can set.</summary>
    public static IEnumerable<OptionModel> Offered(CheckModel check) => check.Options.Where(option => !ForPeople.Contains(option.Name));

    /// <summary>The custom variable of an option: the check's name without "check_", then the option's.</summary>
    public static string Variable(CheckModel check, OptionModel option) =>
        $"{(check.Name.StartsWith("check_", StringComparison.Ordinal) ? check.Name["check_".Length..] : check.Name)}_"
            + $"{option.Name.Replace('-', '_')}";

    /// <summary>Variables that have a value when nobody sets them: a check that must know its own service is told its name.</summary>
    public static IEnumerable<(string Variable, string Value)> Variables(CheckModel check) =>
        check.Options.Where(option => option.Name == "own-service")
            .Select(option => (Variable(check, option), "$host.name$!$service.name$"));

    /// <summary>The block <c>arguments = { ... }</c>, indented as it stands inside the object.</summary>
    public static string Arguments(CheckModel check)
    {
        var block = new StringBuilder("  arguments = {\n");
        foreach (var option in Offered(check))
        {
            block.Append($"    \"--{option.Name}\" = {{\n");
            block.Append($"      {(option.TakesValue ? "value" : "set_if")} = \"${Variable(check, option)}$\"\n");
            block.Append($"      description = \"{Description(option.Meaning)}\"\n");
            block.Append("    }\n");
        }

        return block.Append("  }\n").ToString();
    }

    // Icinga writes strings with C's escapes, and a default belongs to the check, not to the definition.
    private static string Description(string meaning) =>
        Regex.Replace(meaning, @" \(default: [^()]*(?:\([^()]*\)[^()]*)*\)", "").Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace('"', '\'');
}
