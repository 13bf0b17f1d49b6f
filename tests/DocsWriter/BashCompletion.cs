using System.Text;

namespace DocsWriter;

/// <summary>The completion of a check for bash. bash-completion loads the file that is called like the command, whatever directory the
/// command is in.</summary>
internal static class BashCompletion
{
    /// <summary>The text of the file.</summary>
    public static string Of(CheckModel check)
    {
        var function = "_" + check.Command.Replace('-', '_');
        var file = new StringBuilder();
        file.Append($"# Completes {check.Command} in bash. Written by dotnet cake --target=Docs from the options of the check.\n");
        file.Append($"{function}()\n{{\n    local cur prev words cword split\n    _init_completion -s || return\n    case $prev in\n");
        var nothing = new List<string>();
        foreach (var option in check.Options.Where(option => option.TakesValue))
        {
            var values = OptionValues.Of(check.Name, option);
            if (values.Kind == OptionValueKind.Nothing)
                nothing.Add(Pattern(option));
            else
                file.Append($"        {Pattern(option)})\n{Offer(values)}            return\n            ;;\n");
        }

        if (nothing.Count > 0)
            file.Append($"        {string.Join(" | \\\n            ", nothing)})\n            return\n            ;;\n");
        file.Append("    esac\n    $split && return\n");
        if (check.Words is { Name: "FILE" })
            file.Append("    if [[ $cur != -* ]]; then\n        _filedir\n        return\n    fi\n");
        file.Append($"    COMPREPLY=($(compgen -W '{string.Join("\n        ", check.Options.Select(Word))}' -- \"$cur\"))\n");
        file.Append("    [[ ${COMPREPLY-} == *= ]] && compopt -o nospace\n    return 0\n} &&\n");
        file.Append($"    complete -F {function} {check.Command}{(check.Name == check.Command ? "" : " " + check.Name)}\n");
        return file.ToString();
    }

    private static string Word(OptionModel option) => $"--{option.Name}{(option.TakesValue ? "=" : "")}";

    private static string Pattern(OptionModel option) => (option.Letter.Length > 0 ? $"-{option.Letter} | " : "") + "--" + option.Name;

    private static string Offer(OptionValues values)
    {
        const string Indent = "            ";
        var words = string.Join(' ', values.Words);
        return values.Kind switch
        {
            OptionValueKind.File => $"{Indent}_filedir\n",
            OptionValueKind.Directory => $"{Indent}_filedir -d\n",
            OptionValueKind.WordList => $"{Indent}local before=\n{Indent}[[ $cur == *,* ]] && before=${{cur%,*}},\n"
                + $"{Indent}COMPREPLY=($(compgen -P \"$before\" -W '{words}' -- \"${{cur##*,}}\"))\n{Indent}compopt -o nospace\n",
            _ => $"{Indent}COMPREPLY=($(compgen -W '{words}' -- \"$cur\"))\n",
        };
    }
}
