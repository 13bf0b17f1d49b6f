using Docs.Tests;

namespace Published.Tests.Packaging;

/// <summary>
/// The completions in interactive shells on a terminal: keys are typed, and what the shell then runs is printed. In place of a check
/// runs a function that prints the words that it was given.
/// </summary>
public sealed class CompletionTests : IDisposable
{
    private const string PrintWords = """
        print_words() { printf '<%s>' "$@"; echo; }

        """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Executables => PublishedCheck.All;

    public static TheoryData<string, string> Typed => new()
    {
        { "check_conntrack --if-abs\to\t", "<--if-absent=ok>" },
        { "check_conntrack --root=/usr/sha\tman\t", "<--root=/usr/share/man>" },
        { "check_conntrack --state-dir /etc/host\t", "<--state-dir></etc/host>" }, // hosts and hostname are files
        { "check_conntrack --warning README\t", "<--warning><README>" }, // a range is no file
        { "check_conntrack --outp\tj\t", "<--output=json>" },
        { "check_stale_acks --rep\tc\t", "<--report=changes>" },
        { "check_killed_queries --defaults-file /etc/hostn\t", "<--defaults-file></etc/hostname>" },
        { "check_killed_queries --ssl-m\tVERIFY_I\t", "<--ssl-mode=VERIFY_IDENTITY>" },
        { "check_binlog_tables /etc/hostn\t", "</etc/hostname>" },
        { "nagios-triage --only conntrack,kernel_m\t", "<--only><conntrack,kernel_modules>" },
        { "triage --colo\tnev\t", "<--color=never>" },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void Bash_completes_what_is_typed(string keys, string words)
    {
        Requirements.Program("bash-completion", "/usr/share/bash-completion/bash_completion");
        var command = keys.Split(' ')[0];
        var file = command == "triage" ? "nagios-triage" : command;

        var output = Type("bash --norc --noprofile -i", $"""
            source /usr/share/bash-completion/bash_completion
            source {Repository.Root}/docs/completion/bash/{file}
            {PrintWords}{command}() (print_words "$@")
            {keys}
            exit

            """);

        Assert.Contains($"\n{words}\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public void Zsh_completes_what_is_typed(string keys, string words)
    {
        Requirements.Program("zsh", "/usr/bin/zsh");

        var output = Type("zsh -f -i", $"""
            fpath=({Repository.Root}/docs/completion/zsh $fpath); autoload -U compinit; compinit -u -D; setopt no_beep
            {PrintWords}{keys.Split(' ')[0]}() print_words "$@"
            {keys}
            exit

            """);

        Assert.Contains($"\n{words}\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Bash_offers_every_option_of_the_help_and_no_other(string executable)
    {
        Requirements.Program("bash-completion", "/usr/share/bash-completion/bash_completion");
        var command = executable == "triage" ? "nagios-triage" : executable;
        var script = _folder.Write("offered", $$"""
            source /usr/share/bash-completion/bash_completion
            source {{Repository.Root}}/docs/completion/bash/{{command}}
            compopt() { :; }
            COMP_WORDS=({{command}} --) COMP_CWORD=1 COMP_LINE='{{command}} --' COMP_POINT=${#COMP_LINE}
            _{{command.Replace('-', '_')}}
            printf '%s\n' "${COMPREPLY[@]}"
            """);

        var run = ProcessRun.Of("/bin/bash", ["--norc", script]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            HelpOption.Of(executable).Select(option => option.Long + (option.TakesValue ? "=" : "")).Order(StringComparer.Ordinal),
            run.Output.Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    // The modes stand in prose in the help: the check itself says whether they are the right ones.
    [Theory]
    [InlineData("DISABLED")]
    [InlineData("PREFERRED")]
    [InlineData("REQUIRED")]
    [InlineData("VERIFY_CA")]
    [InlineData("VERIFY_IDENTITY")]
    public void Each_offered_mode_of_TLS_is_taken_by_the_check(string mode)
    {
        Assert.Contains(mode, File.ReadAllText(Path.Combine(Repository.Root, "docs/completion/bash/check_killed_queries")));

        var run = ProcessRun.OfPlugin("check_killed_queries", "-H", "127.0.0.1", "-P", "9", "--if-server-down", "ok", "--ssl-mode", mode);

        Assert.True(run.ExitCode == 0, run.Output);
    }

    public void Dispose() => _folder.Dispose();

    private string Type(string shell, string keys)
    {
        var script = Requirements.Program("bsdutils", "/usr/bin/script");
        var run = ProcessRun.OfShell(
            $"cd {_folder.Path} && HOME={_folder.Path} TERM=dumb {script} -qfec '{shell}' /dev/null < {_folder.Write("keys", keys)}");
        return run.Output.Replace("\r", "", StringComparison.Ordinal).Replace("\a", "", StringComparison.Ordinal);
    }
}
