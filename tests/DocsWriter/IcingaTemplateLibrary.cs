using System.Text;

namespace DocsWriter;

/// <summary>
/// All commands in one file as Icinga's template library wants them (CONTRIBUTING.md of icinga2): PluginContribDir, a value and a
/// description for each argument, the name of the command before every variable. The package installs it into plugins-contrib.d, from where
/// every Icinga loads it. The second file is the table of the variables for the library's manual.
/// </summary>
internal static class IcingaTemplateLibrary
{
    /// <summary>The definitions.</summary>
    public static string Definitions(IEnumerable<CheckModel> checks)
    {
        var file = new StringBuilder("""
            /* Commands of NagiosChecks for Icinga 2. Written by dotnet cake --target=Docs from the options of the checks.
             *
             * Every option of a check is a custom variable, but those that are for people (--help, --version, --output, --json). None is
             * required. The pages of the checks are in /usr/share/doc/nagios-checks/checks.
             */

            """);
        foreach (var check in checks)
        {
            file.Append($"\n/* {check.Description.Question} */\nobject CheckCommand \"{check.Name}\" {{\n");
            file.Append($"  import \"plugin-check-command\"\n\n  command = [ PluginContribDir + \"/{check.Name}\" ]\n\n");
            if (check.LogsIn)
                file.Append("  /* Through the environment: every user of the host can read the arguments of a process. */\n"
                    + "  env.MYSQL_PWD = \"$mysql_pwd$\"\n\n");
            file.Append(IcingaCommand.Arguments(check));
            foreach (var (variable, value) in IcingaCommand.Variables(check))
                file.Append($"\n  vars.{variable} = \"{value}\"\n");
            file.Append("}\n");
        }

        return file.ToString();
    }

    /// <summary>The table of variables, in the form of icinga2's doc/10-icinga-template-library.md.</summary>
    public static string Manual(IEnumerable<CheckModel> checks)
    {
        var page = new StringBuilder("# Commands of NagiosChecks for the Icinga Template Library\n");
        foreach (var check in checks)
        {
            page.Append($"\n## {check.Name} <a id=\"plugin-contrib-command-{check.Name.Replace('_', '-')}\"></a>\n\n");
            page.Append($"The plugin `{check.Name}` answers: {check.Description.Question}\n\n");
            page.Append("Custom variables passed as command parameters:\n\n");
            page.Append("Name | Description\n--- | ---\n");
            foreach (var option in IcingaCommand.Offered(check))
                page.Append($"{IcingaCommand.Variable(check, option)} | **Optional.** {Sentence(option.MeaningAndDefault)}\n");
        }

        return page.ToString();
    }

    private static string Sentence(string text) =>
        (char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.')).Replace("|", "\\|", StringComparison.Ordinal) + ".";
}
