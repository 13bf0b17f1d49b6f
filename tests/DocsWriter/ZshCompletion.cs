using System.Text;

namespace DocsWriter;

/// <summary>The completion of a check for zsh, with what the help says of each option.</summary>
internal static class ZshCompletion
{
    /// <summary>The text of the file.</summary>
    public static string Of(CheckModel check)
    {
        var names = check.Name == check.Command ? check.Command : $"{check.Command} {check.Name}";
        var file = new StringBuilder($"#compdef {names}\n");
        file.Append($"# Completes {check.Command} in zsh. Written by dotnet cake --target=Docs from the options of the check.\n");
        file.Append("_arguments -s -S");
        foreach (var option in check.Options)
            file.Append(" \\\n  ").Append(Specification(check, option));
        if (check.Words is { } words)
            file.Append($" \\\n  '*:{words.Name}:{(words.Name == "FILE" ? "_files" : " ")}'");
        return file.Append('\n').ToString();
    }

    private static string Specification(CheckModel check, OptionModel option)
    {
        var (longName, letter) = ("--" + option.Name, option.Letter.Length > 0 ? "-" + option.Letter : "");
        var value = option.TakesValue ? $":{Quoted(option.Value)}:{Action(OptionValues.Of(check.Name, option))}" : "";
        var rest = $"'[{Quoted(option.MeaningAndDefault)}]{value}'";
        var (longWord, letterWord) = option.TakesValue ? (longName + "=", letter + "+") : (longName, letter);
        return (letter.Length > 0, option.IsCounted) switch
        {
            (true, true) => $"'*'{{{letterWord},{longWord}}}{rest}",
            (true, false) => $"'({letter} {longName})'{{{letterWord},{longWord}}}{rest}",
            _ => $"{longWord}{rest}",
        };
    }

    private static string Action(OptionValues values) => values.Kind switch
    {
        OptionValueKind.File => "_files",
        OptionValueKind.Directory => "_files -/",
        OptionValueKind.Words => $"({string.Join(' ', values.Words)})",
        OptionValueKind.WordList => $"_sequence compadd - {string.Join(' ', values.Words)}",
        _ => " ",
    };

    // Inside single quotes, where brackets and colons divide a specification.
    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "'\\''", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)
            .Replace(":", "\\:", StringComparison.Ordinal);
}
