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

    public static string Render<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(CheckDescription description, string version)
        where TOptions : CommonOptions, new()
    {
        var text = new StringBuilder();
        Wrap(text, $"{description.Executable} {version} - {description.Question}", 0, 0);
        text.Append('\n').Append("Usage: ").Append(description.Executable).Append(" [options]\n\n");
        foreach (var paragraph in description.Purpose.Split("\n\n"))
        {
            Wrap(text, paragraph.ReplaceLineEndings(" "), 0, 0);
            text.Append('\n');
        }

        var defaults = new TOptions();
        var properties = typeof(TOptions).GetProperties().Where(property => property.GetCustomAttribute<OptionAttribute>() is not null).ToList();
        var own = properties.Where(property => !IsCommon(property)).ToList();
        if (own.Count > 0)
            Options(text, "Options:", own, defaults);
        Options(text, "Options of every check:", properties.Where(IsCommon), defaults);
        text.Append("RANGE is [@][start:][end]: alert outside start..end (with @ inside); start is 0\nwhen missing, ~ means no lower limit; \"~:\" never alerts. STATE is one of ok,\nwarning, critical, unknown.\n\n");

        text.Append("States:\n");
        foreach (var state in description.States)
            Wrap(text, state, 2, 4);
        text.Append("\nExamples:\n");
        foreach (var (command, meaning) in description.Examples)
        {
            text.Append("  ").Append(command).Append('\n');
            Wrap(text, meaning, OptionColumn, OptionColumn);
        }

        return text.ToString();
    }

    private static bool IsCommon(PropertyInfo property) => property.DeclaringType == typeof(CommonOptions) || property.DeclaringType == typeof(HostOptions);

    private static void Options(StringBuilder text, string title, IEnumerable<PropertyInfo> properties, object defaults)
    {
        text.Append(title).Append('\n');
        foreach (var property in properties)
        {
            var option = property.GetCustomAttribute<OptionAttribute>()!;
            text.Append("  ").Append(option.ShortName.Length > 0 ? $"-{option.ShortName}, " : "    ").Append("--").Append(option.LongName);
            text.Append(option.MetaValue.Length > 0 ? $"={option.MetaValue}" : "").Append('\n');
            var standard = property.PropertyType == typeof(string) && property.GetValue(defaults) is string value ? $" (default: {value})" : "";
            Wrap(text, option.HelpText + standard, OptionColumn, OptionColumn);
        }

        text.Append('\n');
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
