using Nagios.Plugin;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>The readers of single files, on real and on damaged text.</summary>
public sealed class ParserTests
{
    [Fact]
    public void Proc_modules_gives_references_holders_and_condition()
    {
        var modules = LoadedModules.Parse(
            "nf_conntrack 188416 5 nft_ct,nf_nat, Live 0x0000000000000000\n"
            + "nvidia 56823808 1 [permanent], Live 0xffffffffc0a00000 (POE)\n"
            + "loop 32768 0 - Unloading 0x0\n"
            + "old 1 - - Live 0x0\n");
        Assert.Equal(5, modules["nf_conntrack"].References);
        Assert.Equal(["nft_ct", "nf_nat"], modules["nf_conntrack"].Holders);
        Assert.Empty(modules["nvidia"].Holders);
        Assert.Equal("Unloading", modules["loop"].Condition);
        Assert.Null(modules["old"].References);
    }

    [Theory]
    [InlineData("nf_conntrack")]
    [InlineData("nf_conntrack 188416 x - Live 0x0")]
    [InlineData("nf_conntrack 188416 1 - Gone 0x0")]
    [InlineData("\0\u0001binary")]
    public void A_line_that_is_no_module_is_refused_with_its_text(string line)
    {
        var failure = Assert.Throws<CheckException>(() => LoadedModules.Parse(line));
        Assert.Contains("/proc/modules holds", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quiet modprobe.blacklist=a,b-c", "a|b-c", "", "")]
    [InlineData("modprobe.blacklist=a modprobe.blacklist=b", "a|b", "", "")]
    [InlineData("modprobe.blacklist=\"a\"", "\"a\"", "", "")] // kmod reads the quotes as letters
    [InlineData("\"modprobe.blacklist=a\"", "", "", "")]
    [InlineData("x=\"y modprobe.blacklist=a\"", "", "", "")]
    [InlineData("-- modprobe.blacklist=a module_blacklist=b", "a", "", "")] // behind "--" the kernel stops, kmod does not
    [InlineData("module_blacklist=a,b", "", "a|b", "")]
    [InlineData("module-blacklist=a module_blacklist=c", "", "c", "")]
    [InlineData("module_blacklist=\"a,b\"", "", "a|b", "")]
    [InlineData("modules_load=a,b modules-load=c rd.modules_load=d", "", "", "a|b|c")]
    [InlineData("blacklist=a module_blacklist nf.module_blacklist=a", "", "", "")]
    public void The_kernel_command_line_is_read_by_the_rules_of_each_reader(
        string text, string forModprobe, string forKernel, string atBoot)
    {
        var commandLine = KernelCommandLine.Parse(text + "\n");
        Assert.Equal(forModprobe, string.Join('|', commandLine.ModprobeBlacklist));
        Assert.Equal(atBoot, string.Join('|', commandLine.BootModules.Select(module => module.Name)));
        foreach (var name in (string[])["a", "b", "c", "d"])
            Assert.Equal(forKernel.Split('|').Contains(name), commandLine.KernelRefuses(name));
    }

    [Theory]
    [InlineData("/bin/false", "Fails")]
    [InlineData("/usr/bin/false", "Fails")]
    [InlineData("/sbin/false", "Fails")]
    [InlineData("false", "Fails")]
    [InlineData("  /bin/true  ", "DoesNothing")]
    [InlineData("/usr/bin/true", "DoesNothing")]
    [InlineData(":", "DoesNothing")]
    [InlineData("/bin/:", "Unknown")]
    [InlineData("exit 0", "DoesNothing")]
    [InlineData("exit 1", "Fails")]
    [InlineData("/bin/false # never", "Fails")]
    [InlineData("/bin/false #; /sbin/insmod x", "Fails")]
    [InlineData("/bin/false\r", "Fails")]
    [InlineData("\"/bin/false\"", "Fails")]
    [InlineData("/bin/echo no && /bin/false", "Fails")]
    [InlineData("/bin/false || /bin/true", "DoesNothing")]
    [InlineData("/bin/true; /bin/false", "Fails")]
    [InlineData("/bin/true && /bin/true || /bin/false", "DoesNothing")]
    [InlineData("/dev/null", "Fails")]
    [InlineData("/bin/true; /sbin/modprobe x", "Unknown")]
    [InlineData("/bin/false || /sbin/modprobe --ignore-install x", "Unknown")]
    [InlineData("/bin/true & /sbin/modprobe x", "Unknown")]
    [InlineData("/bin/true | /sbin/modprobe x", "Unknown")]
    [InlineData("/bin/echo $(modprobe x)", "Unknown")]
    [InlineData("/bin/echo `modprobe x`", "Unknown")]
    [InlineData("/sbin/nologin", "Fails")]
    [InlineData("sh -c \"exit 1\"", "Fails")]
    [InlineData("/bin/sh -c 'echo no; exit 1'", "Fails")]
    [InlineData("sh -c \"modprobe x; exit 1\"", "Unknown")]
    [InlineData("sh -c \"exit 1\" && modprobe x", "Unknown")]
    [InlineData("/opt/deny", "Fails")]
    [InlineData("/opt/deny bluetooth", "Fails")]
    [InlineData("/opt/denying", "Unknown")]
    [InlineData("/opt/bin/false", "Unknown")]
    [InlineData("/bin/falsehood", "Unknown")]
    [InlineData("", "Unknown")]
    [InlineData("/sbin/modprobe --ignore-install x $CMDLINE_OPTS", "Unknown")]
    public void An_install_command_is_judged_without_running_it(string command, string expected) =>
        Assert.Equal(expected, InstallCommand.Judge(command, ["/opt/deny"]).ToString());

    [Fact]
    public void Continued_lines_are_one_and_keep_the_number_of_their_first()
    {
        var lines = WrappedLines.Read("a\\\nb\nc\n\n# d\\\ne\nf\\g\nlast\\").ToList();
        Assert.Equal([(1, "ab"), (3, "c"), (4, ""), (5, "# de"), (7, "fg"), (8, "last\uFFFD")], lines);
    }

    [Fact]
    public void Boot_files_give_names_without_parameters_and_comments() =>
        Assert.Equal(["a:2", "b:3", "c:6"], BootModules.Parse("x", "# no\na\n  b option=1\n;c\n\nc")
            .Select(module => $"{module.Name}:{module.Source.Number}"));

    [Fact]
    public void The_install_line_of_a_continued_statement_is_named_where_it_begins()
    {
        var config = new ModprobeConfig();
        config.Add("/etc/modprobe.d/x.conf", "# one\n\ninstall \\\n nf_nat \\\n /bin/false\nblacklist a\n");
        Assert.Equal("'install  nf_nat  /bin/false' (/etc/modprobe.d/x.conf:3)", config.InstallOf("nf_nat")!.Source.ToString());
        Assert.Equal(6, config.Blacklist["a"].Number);
    }
}
