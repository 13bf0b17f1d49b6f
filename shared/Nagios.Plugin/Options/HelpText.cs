using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using CommandLine;

namespace Nagios.Plugin;

/// <summary>The text of <c>--help</c>: purpose, options with defaults and units, states, examples, in 80 columns.</summary>
internal static class HelpText
{
    private const int Width = 80;
    private const int OptionColumn = 6;

    private static readonly (string Word, string Meaning)[] Words =
    [
        ("RANGE", "RANGE is [@][start:][end]: alert outside start..end (with @ inside); start is 0 when missing, ~ means no lower limit; "
            + "\"~:\" never alerts."),
        ("STATE", "STATE is one of ok, warning, critical, unknown."),
        ("DURATION", "DURATION is a number of seconds, or one with s, m, h or d behind it: 90, 15m, 2h, 3d."),
        ("SIZE", "SIZE is a number of bytes, or one with K, M, G or T behind it, powers of 1024: 500M, 10G."),
        ("LIST", "LIST is separated by commas."),
    ];

    public static string Render<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, string version)
        where TOptions : CommonOptions, new()
    {
        var text = new StringBuilder();
        Wrap(text, $"{description.Executable} {version} - {description.Question}", 0, 0);
        text.Append('\n').Append("Usage: ").Append(description.Executable).Append(" [options]");
        var words = CommandLineWords.WordsProperty(typeof(TOptions))?.GetCustomAttribute<ValueAttribute>();
        text.Append(words is null ? "\n\n" : $" [{words.MetaName} ...]\n\n");
        foreach (var paragraph in description.Purpose.Split("\n\n"))
        {
            Wrap(text, paragraph.ReplaceLineEndings(" "), 0, 0);
            text.Append('\n');
        }

        var defaults = new TOptions();
        var properties = typeof(TOptions).GetProperties().Where(property => property.GetCustomAttribute<OptionAttribute>() is not null)
            .ToList();
        var own = properties.Where(property => !IsCommon(property)).ToList();
        if (words is not null)
        {
            text.Append("Words:\n  ").Append(words.MetaName).Append('\n');
            Wrap(text, words.HelpText, OptionColumn, OptionColumn);
            text.Append('\n');
        }

        if (own.Count > 0)
            Options(text, "Options:", own, defaults);
        Options(text, "Options of every check:", properties.Where(IsCommon), defaults);
        Wrap(text, Legend(properties), 0, 0);

        text.Append("\nStates:\n");
        foreach (var state in description.States)
            Wrap(text, state, 2, 4);
        PerfData(text, description.Series);
        text.Append("\nExamples:\n");
        foreach (var (command, meaning) in description.Examples)
        {
            Command(text, command);
            Wrap(text, meaning, OptionColumn, OptionColumn);
        }

        return text.ToString();
    }

    private static void PerfData(StringBuilder text, IReadOnlyList<DeclaredSeries> declared)
    {
        if (declared.Count > 0)
            text.Append("\nPerfdata:\n");
        foreach (var series in declared)
        {
            text.Append("  ").Append(series.DocumentedLabel).Append(series.Unit.Length > 0 ? $" [{series.Unit}]" : "").Append('\n');
            Wrap(text, series.Meaning, OptionColumn, OptionColumn);
        }
    }

    internal static bool IsCommon(PropertyInfo property) =>
        property.DeclaringType == typeof(CommonOptions) || property.DeclaringType == typeof(HostOptions);

    // Explains those words in capitals that the options use.
    private static string Legend(List<PropertyInfo> properties)
    {
        var legend = "";
        foreach (var (word, meaning) in Words)
        {
            if (properties.Exists(property => property.GetCustomAttribute<OptionAttribute>()!.MetaValue == word))
                legend += (legend.Length > 0 ? " " : "") + meaning;
        }

        return legend;
    }

    private static void Options(StringBuilder text, string title, IEnumerable<PropertyInfo> properties, object defaults)
    {
        text.Append(title).Append('\n');
        foreach (var property in properties)
        {
            var option = property.GetCustomAttribute<OptionAttribute>()!;
            text.Append("  ").Append(option.ShortName.Length > 0 ? $"-{option.ShortName}, " : "    ").Append("--").Append(option.LongName);
            text.Append(option.MetaValue.Length > 0 ? $"={option.MetaValue}" : "").Append('\n');
            Wrap(text, option.HelpText + Default(property, option, defaults), OptionColumn, OptionColumn);
        }

        text.Append('\n');
    }

    // An option whose default depends on something else says so in its own text.
    private static string Default(PropertyInfo property, OptionAttribute option, object defaults) =>
        property.PropertyType != typeof(string) || option.HelpText.Contains("(default", StringComparison.Ordinal) ? ""
        : property.GetValue(defaults) is string { Length: > 0 } value ? $" (default: {value})"
        : " (default: none)";

    // A long command is continued as a shell continues it, between options, so that it can still be pasted.
    private static void Command(StringBuilder text, string command)
    {
        var line = "  ";
        for (var rest = command; rest.Length > 0;)
        {
            var next = rest.IndexOf(" -", 1, StringComparison.Ordinal);
            var part = next < 0 ? rest : rest[..next];
            rest = next < 0 ? "" : rest[(next + 1)..];
            if (line.Trim().Length > 0 && line.Length + 1 + part.Length + (rest.Length > 0 ? 2 : 0) > Width)
            {
                text.Append(line).Append(" \\\n");
                line = "    " + part;
            }
            else
                line += (line.Trim().Length > 0 ? " " : "") + part;
        }

        text.Append(line).Append('\n');
    }

    private static void Wrap(StringBuilder text, string paragraph, int firstIndent, int indent)
    {
        var column = firstIndent;
        text.Append(' ', firstIndent);
        var start = true;
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!start && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
                start = true;
            }

            text.Append(start ? "" : " ").Append(word);
            column += word.Length + (start ? 0 : 1);
            start = false;
        }

        text.Append('\n');
    }
}
