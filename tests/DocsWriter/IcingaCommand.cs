using System.Text;
using System.Text.RegularExpressions;

namespace DocsWriter;

/// <summary>The arguments of a check's Icinga 2 CheckCommand: a custom variable for every option but those that are for people.</summary>
internal static class IcingaCommand
{
    private static readonly string[] ForPeople = ["help", "version", "output", "json"];

    /// <summary>The block <c>arguments = { ... }</c>, indented as it stands inside the object.</summary>
    public static string Arguments(CheckModel check)
    {
        var prefix = check.Name.StartsWith("check_", StringComparison.Ordinal) ? check.Name["check_".Length..] : check.Name;
        var block = new StringBuilder("  arguments = {\n");
        foreach (var option in check.Options.Where(option => !ForPeople.Contains(option.Name)))
        {
            var variable = $"${prefix}_{option.Name.Replace('-', '_')}$";
            block.Append($"    \"--{option.Name}\" = {{\n");
            block.Append($"      {(option.TakesValue ? "value" : "set_if")} = \"{variable}\"\n");
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
