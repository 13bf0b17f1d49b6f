using System.Text;
using System.Text.RegularExpressions;
using Nagios.Plugin;

namespace DocsWriter;

/// <summary>The manual page of a check, section 1, in the order of man-pages(7).</summary>
internal static partial class ManPage
{
    /// <summary>The text of the page.</summary>
    public static string Of(CheckModel check)
    {
        var page = new StringBuilder();
        page.Append(".\\\" Written by dotnet cake --target=Docs from the options of the check; not edited by hand.\n");
        page.Append($".TH {check.Command.ToUpperInvariant()} 1 \"\" \"NagiosChecks {CheckHost.Version}\" \"NagiosChecks\"\n");
        page.Append(".nh\n.ad l\n");
        page.Append(".SH NAME\n").Append(Roff.Text(check.Command)).Append(" \\- ").Append(Roff.Text(check.Description.Question))
            .Append('\n');
        page.Append($".SH SYNOPSIS\n{Roff.Bold(check.Command)} [{Roff.Italic("options")}]");
        page.Append(check.Words is { } words ? $" [{Roff.Italic(words.Name)} ...]\n" : "\n");
        Description(page, check);
        page.Append(".SH OPTIONS\n");
        foreach (var option in check.Options.Where(option => !option.IsOfEveryCheck))
            Option(page, option);
        page.Append(".SS Options of every check\n");
        foreach (var option in check.Options.Where(option => option.IsOfEveryCheck))
            Option(page, option);
        Legend(page, check);
        ExitStatus(page, check);
        PerfData(page, check);
        Files(page, check);
        Examples(page, check);
        SeeAlso(page, check);
        return page.ToString();
    }

    private static void Description(StringBuilder page, CheckModel check)
    {
        page.Append(".SH DESCRIPTION\n");
        foreach (var paragraph in check.Description.Purpose.Split("\n\n"))
            page.Append(".PP\n").Append(Roff.Text(paragraph.ReplaceLineEndings(" "))).Append('\n');
        if (check.Name != check.Command)
            page.Append($".PP\nIn the directory of the plugins the same program is called {Roff.Bold(check.Name)}.\n");
        if (check.Words is { } words)
            page.Append($".PP\n{Roff.Italic(words.Name)}: {Roff.Text(words.Meaning)}.\n");
        // The first paragraph follows its heading by itself.
        page.Replace(".SH DESCRIPTION\n.PP\n", ".SH DESCRIPTION\n");
    }

    private static void Option(StringBuilder page, OptionModel option)
    {
        page.Append(".TP\n").Append(option.Letter.Length > 0 ? $"{Roff.Bold("-" + option.Letter)}, " : "")
            .Append(Roff.Bold("--" + option.Name));
        page.Append(option.TakesValue ? $"={Roff.Italic(option.Value)}\n" : "\n").Append(Roff.Text(option.MeaningAndDefault)).Append('\n');
    }

    // The help explains the words in capitals between its options and its states.
    private static void Legend(StringBuilder page, CheckModel check)
    {
        var paragraphs = check.Help.Split("\n\n");
        var legend = paragraphs[Array.FindIndex(paragraphs, paragraph => paragraph.StartsWith("States:", StringComparison.Ordinal)) - 1];
        page.Append(".SS Values\n").Append(Roff.Text(legend.ReplaceLineEndings(" "))).Append('\n');
    }

    private static void ExitStatus(StringBuilder page, CheckModel check)
    {
        page.Append(".SH EXIT STATUS\n");
        foreach (var line in check.Description.States)
        {
            var words = GeneratedDocs.StatesOf(check.Description, line);
            var codes = StateWord()
                .Replace(words, state => Array.IndexOf(["OK", "WARNING", "CRITICAL", "UNKNOWN"], state.Value).ToString());
            page.Append($".TP\n{Roff.Bold(codes)} ({words})\n{Roff.Text(GeneratedDocs.WhenOf(check.Description, line))}\n");
        }
    }

    private static void PerfData(StringBuilder page, CheckModel check)
    {
        if (check.Series.Count == 0)
            return;
        page.Append(".SH PERFORMANCE DATA\n");
        foreach (var series in check.Series)
        {
            page.Append($".TP\n{Roff.Bold(series.DocumentedLabel)}{(series.Unit.Length > 0 ? $" [{Roff.Text(series.Unit)}]" : "")}\n");
            page.Append(Roff.Text(series.Meaning)).Append('\n');
        }
    }

    private static void Files(StringBuilder page, CheckModel check)
    {
        page.Append(".SH FILES\n");
        void File(string path, string meaning) => page.Append($".TP\n{Roff.Italic(path)}\n{Roff.Text(meaning)}\n");
        if (check.KeepsState)
        {
            File("/run/nagios-checks, /var/lib/nagios-checks", "what runs remember for the next one, in the directory that belongs to the "
                + "user who runs the check; $NAGIOS_PLUGIN_STATE_DIRECTORY names another place");
            File("/var/tmp/nagios-checks-UID", "the same where none of those belongs to that user");
        }

        if (check.LogsIn)
            File("/etc/my.cnf, /etc/mysql/my.cnf, ~/.my.cnf", "the server's address and the account, as the mysql client reads them; "
                + "$MYSQL_PWD may hold the password");
        File("/etc/monitoring-plugins/monitoring-plugins.ini", "options for --extra-opts; $MP_CONFIG_FILE names another file");
    }

    private static void Examples(StringBuilder page, CheckModel check)
    {
        page.Append(".SH EXAMPLES\n");
        foreach (var (command, meaning) in check.Description.Examples)
            page.Append($".TP\n{Roff.Bold(command)}\n{Roff.Text(meaning)}\n");
    }

    private static void SeeAlso(StringBuilder page, CheckModel check)
    {
        var others = CheckModel.All.Where(other => other.Name != check.Name).Select(other => $"{Roff.Bold(other.Command)}(1)");
        page.Append(".SH SEE ALSO\n").Append(string.Join(",\n", others)).Append('\n');
        page.Append($".PP\nWhat the check catches, which rights it needs, and what to do about its messages:\n"
            + $"{Roff.Italic($"/usr/share/doc/nagios-checks/checks/{check.Name}.md")}.\n");
    }

    [GeneratedRegex("OK|WARNING|CRITICAL|UNKNOWN")]
    private static partial Regex StateWord();
}
