using Docs.Tests;

namespace Published.Tests.Packaging;

/// <summary>The manual pages as man shows them.</summary>
public sealed class ManPageTests
{
    public static TheoryData<string> Pages =>
        new(Directory.GetFiles(Path.Combine(Repository.Root, "docs/man")).Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_executable_has_a_page() =>
        Assert.Equal(
            Repository.Executables.Select(name => (name == "triage" ? "nagios-triage" : name) + ".1").Order(StringComparer.Ordinal),
            Pages.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_shown_without_a_warning_and_with_every_option(string page)
    {
        var man = Requirements.Program("man-db", "/usr/bin/man");
        var environment = new Dictionary<string, string?>
        {
            ["LC_ALL"] = "C.UTF-8", ["MANWIDTH"] = "80", ["MAN_KEEP_FORMATTING"] = null, ["MANROFFSEQ"] = "", ["PAGER"] = "cat",
                ["MANPAGER"] = "cat",
        };

        var run = ProcessRun.Of(man, ["--warnings", "-E", "UTF-8", "-l", Path.Combine(Repository.Root, "docs/man", page)], environment);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (var heading in new[] { "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "FILES", "EXAMPLES", "SEE ALSO" })
            Assert.Contains($"\n{heading}\n", run.Output, StringComparison.Ordinal);
        var executable = page == "nagios-triage.1" ? "triage" : page[..^2];
        foreach (var option in HelpOption.Of(executable))
            Assert.Matches($@"(?m)^       ({option.Short}, )?{option.Long}{(option.TakesValue ? "=" : "( |$)")}", run.Output);
    }
}
