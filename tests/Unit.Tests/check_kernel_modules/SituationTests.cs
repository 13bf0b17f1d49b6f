namespace NagiosChecks.KernelModules.Tests;

/// <summary>Each situation of a host, made on top of the captured one, and what the check says about it.</summary>
public sealed class SituationTests
{
    [Theory]
    // Which line decides, for a request that would be answered.
    [InlineData("", "nf_conntrack", 1, "nf_conntrack is loadable: listed in /lib/modules/6.1.0-56-amd64/modules.dep, and no line of modprobe.d stops it")]
    [InlineData("install nf_conntrack /bin/false", "nf-conntrack", 0, "nf_conntrack is blocked: 'install nf_conntrack /bin/false' (/etc/modprobe.d/test.conf:1)")]
    [InlineData("\ninstall x_tables /bin/true", "ip_tables", 0, "ip_tables is blocked: 'install x_tables /bin/true' (/etc/modprobe.d/test.conf:2) stops x_tables, which it needs")]
    [InlineData("blacklist nf-nat", "nf_nat", 1, "nf_nat is loadable: 'blacklist nf-nat' (/etc/modprobe.d/test.conf:1) is no block")]
    [InlineData("alias nf_nat off", "nf_nat", 1, "nf_nat is loadable: 'alias nf_nat off' (/etc/modprobe.d/test.conf:1) stops only requests for the name: nft_nat and 7 more still load it as a dependency")]
    [InlineData("alias nft_ct off", "nft_ct", 1, "stops only requests for the name: the alias nft_expr_ct and 4 more still load it")]
    [InlineData("alias nft_ct off\nblacklist nft_ct", "nft_ct", 0, "nft_ct is blocked: 'alias nft_ct off' (/etc/modprobe.d/test.conf:1)")]
    [InlineData("alias iptable_nat off", "iptable_nat", 0, "iptable_nat is blocked: 'alias iptable_nat off' (/etc/modprobe.d/test.conf:1)")]
    [InlineData("alias iptable_nat off\nalias other iptable_nat", "iptable_nat", 1, "the alias other still loads it")]
    [InlineData("install ext4 /bin/false", "ext4,loop", 2, "has no effect", "ext4 is loaded")]
    [InlineData("install loop /sbin/modprobe --ignore-install loop", "loop", 1, "loop is loadable: 'install loop /sbin/modprobe --ignore-install loop' (/etc/modprobe.d/test.conf:1) runs a command in its place")]
    [InlineData("install loop /bin/false\nsoftdep loop pre: usb_storage", "loop", 1, "'install loop /bin/false' (/etc/modprobe.d/test.conf:1) has no effect: modprobe ignores the install line of a module with soft dependencies (/etc/modprobe.d/test.conf:2)")]
    [InlineData("install loop /bin/false\nsoftdep loop pre: nothing_at_all", "loop", 0, "loop is blocked")]
    [InlineData("install loop /bin/false\nsoftdep usb_storage post: loop", "loop", 0, "loop is blocked")]
    [InlineData("alias loop off\nblacklist loop\nsoftdep usb_storage post: loop", "loop", 0, "loop is blocked")]
    [InlineData("install loop /bin/false", "loop,nosuch,unix", 0, "nosuch is absent: no such module in /lib/modules/6.1.0-56-amd64", "unix is built in")]
    [InlineData("alias nosuch off", "nosuch", 0, "nosuch is absent: no such module in /lib/modules/6.1.0-56-amd64; 'alias nosuch off' (/etc/modprobe.d/test.conf:1) changes nothing")]
    [InlineData("alias nosuch loop", "nosuch", 1, "nosuch is loadable: an alias of loop: listed in")]
    [InlineData("alias nosuch loop\ninstall loop /bin/false", "nosuch", 0, "nosuch is blocked: an alias of loop: 'install loop /bin/false'")]
    [InlineData("", "ip_conntrack", 1, "ip_conntrack is loadable: an alias of nf_conntrack")]
    [InlineData("install nosuch /sbin/modprobe loop", "nosuch", 1, "nosuch is loadable: 'install nosuch /sbin/modprobe loop'")]
    [InlineData("", "crc16", 2, "crc16 is loaded: held by ext4; comes back on demand")]
    [InlineData("install crc16 /bin/false", "crc16", 2, "crc16 is loaded: held by ext4; stays out once unloaded: 'install crc16 /bin/false'")]
    [InlineData("blacklist crc16", "crc16", 2, "crc16 is loaded: held by ext4; comes back on demand: 'blacklist crc16' (/etc/modprobe.d/test.conf:1) is no block")]
    public void A_modprobe_d_file_decides(string config, string modules, int exitCode, string expected, string? alsoExpected = null)
    {
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/test.conf", config);
        if (modules.StartsWith("ext4", StringComparison.Ordinal))
        {
            // ext4 is loaded in the capture; its block is void for the next boot all the same.
            alsoExpected = "[CRITICAL] ext4 is loaded";
        }

        var (code, output) = host.Check("-v", "--modules", modules);

        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains(alsoExpected ?? "", output, StringComparison.Ordinal);
        Assert.Equal(exitCode, code);
    }

    [Fact]
    public void Soft_dependencies_of_the_modules_themselves_void_an_install_line_unless_a_file_empties_them_first()
    {
        using var host = new CapturedHost();
        host.Write("proc/modules", "");
        host.Write("etc/modprobe.d/a.conf", "install jbd2 /bin/false\n");
        Assert.Contains("has no effect: modprobe ignores the install line of a module with soft dependencies (/lib/modules/6.1.0-56-amd64/modules.softdep:", host.Check("--modules", "jbd2").Output, StringComparison.Ordinal);

        host.Write("etc/modprobe.d/z.conf", "softdep jbd2 pre:\n");
        Assert.Equal(1, host.Check("--modules", "jbd2").ExitCode);

        host.Write("etc/modprobe.d/b.conf", "softdep jbd2 pre:\n");
        Assert.Equal(0, host.Check("--modules", "jbd2").ExitCode);
    }

    [Fact]
    public void A_masked_file_does_not_block()
    {
        using var host = new CapturedHost();
        host.Write("lib/modprobe.d/keep-out.conf", "install loop /bin/false\n");
        Assert.Equal(0, host.Check("--modules", "loop").ExitCode);

        host.Link("etc/modprobe.d/keep-out.conf", "/dev/null");
        Assert.Equal(1, host.Check("--modules", "loop").ExitCode);

        host.Write("usr/local/lib/modprobe.d/keep-out-too.conf", "install loop /bin/false\n");
        Assert.Equal(0, host.Check("--modules", "loop").ExitCode);

        host.Link("run/modprobe.d/keep-out-too.conf", "/nowhere");
        Assert.Equal(1, host.Check("--modules", "loop").ExitCode);
    }

    [Theory]
    [InlineData("module_blacklist=nf_conntrack", "nf_conntrack", 0, "nf_conntrack is blocked: module_blacklist= on the kernel command line")]
    [InlineData("module_blacklist=nf-conntrack", "nf_conntrack", 1, "nf_conntrack is loadable")] // the kernel compares letter by letter
    [InlineData("module_blacklist=x_tables", "iptable_nat", 0, "stops x_tables, which it needs")]
    [InlineData("modprobe.blacklist=nf_conntrack", "nf_conntrack", 1, "'modprobe.blacklist=' (/proc/cmdline) is no block")]
    [InlineData("modules_load=xt_conntrack", "nf_conntrack", 1, "nf_conntrack is loadable: loaded at the next boot by 'modules_load=' (/proc/cmdline)")]
    public void The_kernel_command_line_decides(string commandLine, string modules, int exitCode, string expected)
    {
        using var host = new CapturedHost();
        host.Write("proc/cmdline", $"root=/dev/sda1 {commandLine} quiet\n");
        var (code, output) = host.Check("-v", "--modules", modules);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Equal(exitCode, code);
    }

    [Theory]
    [InlineData("etc/modules", "# no\nloop max_loop=8\n", 1, "'loop max_loop=8' (/etc/modules:2)")]
    [InlineData("etc/modules-load.d/a.conf", "; no\n  loop  \n", 1, "'loop' (/etc/modules-load.d/a.conf:2)")]
    [InlineData("usr/lib/modules-load.d/a.conf", "loop", 1, "(/usr/lib/modules-load.d/a.conf:1)")]
    [InlineData("etc/modules-load.d/a.conf.bak", "loop", 1, "no line of modprobe.d stops it")]
    [InlineData("etc/modules-load.d/modules.conf", "", 1, "no line of modprobe.d stops it")]
    public void What_is_loaded_at_boot_is_named(string file, string text, int exitCode, string expected)
    {
        using var host = new CapturedHost();
        host.Write(file, text);
        var (code, output) = host.Check("-v", "--modules", "loop");
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Equal(exitCode, code);
    }

    [Fact]
    public void A_blacklist_line_stops_what_is_loaded_at_boot_by_systemd()
    {
        using var host = new CapturedHost();
        host.Write("etc/modules-load.d/a.conf", "loop\n");
        host.Write("etc/modprobe.d/a.conf", "blacklist loop\n");
        Assert.Contains("is no block", host.Check("--modules", "loop").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_loading_disabled_only_the_next_boot_loads()
    {
        using var host = new CapturedHost();
        host.Write("proc/sys/kernel/modules_disabled", "1\n");
        var (code, output) = host.Check("-v", "--modules", "loop");
        Assert.Equal(0, code);
        Assert.Contains("loop is blocked: kernel.modules_disabled is 1", output, StringComparison.Ordinal);

        host.Write("etc/modules", "loop\n");
        Assert.Equal(1, host.Check("--modules", "loop").ExitCode);
        Assert.Contains("forbids unloading too", host.Check("--modules", "crc16").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sbin/modprobe\n", false)]
    [InlineData("/usr/sbin/modprobe\n", false)]
    [InlineData("\n", false)]
    [InlineData("/bin/false\n", true)]
    public void Another_loader_than_modprobe_is_told(string loader, bool told)
    {
        using var host = new CapturedHost();
        host.Write("proc/sys/kernel/modprobe", loader);
        Assert.Equal(told, host.Check("--modules", "loop").Output.Contains("Note: kernel.modprobe is '/bin/false'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_kernel_without_loadable_modules_is_told_from_one_with_none_loaded()
    {
        using var host = new CapturedHost();
        host.Delete("proc/modules");
        host.Write("sys/module/nf_conntrack/parameters/hashsize", "65536\n");
        host.Write("proc/sys/net/netfilter/nf_conntrack_count", "7\n");
        var (code, output) = host.Check("-v", "--modules", "nf_conntrack,loop");
        Assert.Equal(0, code);
        Assert.Contains("loop is absent: this kernel has no loadable modules", output, StringComparison.Ordinal);
        Assert.Contains("nf_conntrack is built in and tracks 7 connections", output, StringComparison.Ordinal);
        Assert.Equal(2, host.Check("--modules", "nf_conntrack", "--if-builtin", "critical").ExitCode);
    }

    [Theory]
    [InlineData("modules.dep", null, "modules.dep does not exist")]
    [InlineData("modules.dep", "", "modules.dep is empty")]
    [InlineData("modules.dep", "\n\n", "modules.dep is empty")]
    public void Without_module_tables_what_is_not_loaded_is_unknown(string file, string? text, string expected)
    {
        using var host = new CapturedHost();
        if (text is null)
            host.Delete($"{CapturedHost.Modules}/{file}");
        else
            host.Write($"{CapturedHost.Modules}/{file}", text);
        var (code, output) = host.Check("--modules", "loop,ip_tables");
        Assert.Equal(3, code);
        Assert.StartsWith($"KERNEL_MODULES UNKNOWN - 2 unseen (/{CapturedHost.Modules}/{expected}): loop, ip_tables |", output, StringComparison.Ordinal);
        Assert.Equal(2, host.Check("--modules", "loop,crc16").ExitCode);
        Assert.Equal(0, host.Check("--modules", "loop", "--if-unseen", "ok").ExitCode);
    }

    [Fact]
    public void The_modules_of_the_running_kernel_may_be_gone_after_an_upgrade()
    {
        using var host = new CapturedHost();
        host.Write("proc/sys/kernel/osrelease", "6.1.0-50-amd64\n");
        var (code, output) = host.Check("--modules", "loop");
        Assert.Equal(3, code);
        Assert.Contains("(/lib/modules/6.1.0-50-amd64 does not exist)", output, StringComparison.Ordinal);
        Assert.Contains("--kernel-version 6.1.0-56-amd64 judges", output, StringComparison.Ordinal);
        Assert.Equal(1, host.Check("--modules", "loop", "--kernel-version", "6.1.0-56-amd64").ExitCode);
    }

    [Fact]
    public void A_listed_module_whose_file_is_gone_is_absent()
    {
        using var host = new CapturedHost();
        host.Write($"{CapturedHost.Modules}/kernel/drivers/other.ko", "");
        var (code, output) = host.Check("-v", "--modules", "loop");
        Assert.Equal(0, code);
        Assert.Contains("names kernel/drivers/block/loop.ko, which does not exist", output, StringComparison.Ordinal);
    }

    [Fact]
    public void States_of_situations_are_the_operators_to_choose()
    {
        using var host = CapturedHost.AfterListing();
        Assert.Equal(2, host.Check().ExitCode);
        Assert.Equal(1, host.Check("--if-loaded", "warning").ExitCode);
        Assert.Equal(1, host.Check("--if-loaded", "ok").ExitCode);
        Assert.Equal(0, host.Check("--if-loaded", "ok", "--if-loadable", "ok").ExitCode);
        Assert.Equal(3, host.Check("--if-loaded", "ok", "--if-loadable", "unknown").ExitCode);
        Assert.Equal(1, host.Check("--modules", "nosuch", "--if-absent", "warning").ExitCode);
    }

    [Theory]
    [InlineData("--modules", "")]
    [InlineData("--modules", "a,,b")]
    [InlineData("--modules", "a b")]
    [InlineData("--modules", "../x")]
    [InlineData("--modules", "nf_*")]
    [InlineData("--kernel-version", "../../etc")]
    [InlineData("--kernel-version", "..")]
    [InlineData("--if-loaded", "bad")]
    public void Misuse_is_refused_before_anything_is_read(string option, string value)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        var code = NagiosChecks.KernelModules.Program.Run(["--root", folder.Path, option, value], output);
        Assert.Equal(3, code);
        Assert.StartsWith($"KERNEL_MODULES UNKNOWN - {(value.Length == 0 ? "" : option)}", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", output.ToString(), StringComparison.Ordinal);
    }
}
