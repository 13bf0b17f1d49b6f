namespace NagiosChecks.KernelModules.Tests;

/// <summary>Each situation of a host, made on top of the captured one, and what the check says about it.</summary>
public sealed class SituationTests
{
    [Theory]
    // Which line decides, for a request that would be answered.
    [InlineData("", "nf_conntrack", 1,
        "nf_conntrack is loadable: listed in /lib/modules/6.1.0-56-amd64/modules.dep, and no line of modprobe.d stops it")]
    [InlineData("install nf_conntrack /bin/false", "nf-conntrack", 0,
        "nf_conntrack is blocked: 'install nf_conntrack /bin/false' (/etc/modprobe.d/test.conf:1)")]
    [InlineData("\ninstall x_tables /bin/true", "ip_tables", 0,
        "ip_tables is blocked: 'install x_tables /bin/true' (/etc/modprobe.d/test.conf:2) stops x_tables, which it needs")]
    [InlineData("blacklist nf-nat", "nf_nat", 1, "nf_nat is loadable: 'blacklist nf-nat' (/etc/modprobe.d/test.conf:1) is no block")]
    [InlineData("alias nf_nat off", "nf_nat", 1,
        "nf_nat is loadable: 'alias nf_nat off' (/etc/modprobe.d/test.conf:1) stops only requests for the name: nft_nat and 7 more still "
        + "load it as a dependency")]
    [InlineData("alias nft_ct off", "nft_ct", 1, "stops only requests for the name: the alias nft_expr_ct and 4 more still load it")]
    [InlineData("alias nft_ct off\nblacklist nft_ct", "nft_ct", 0, "nft_ct is blocked: 'alias nft_ct off' (/etc/modprobe.d/test.conf:1)")]
    [InlineData("alias iptable_nat off", "iptable_nat", 0, "iptable_nat is blocked: 'alias iptable_nat off' (/etc/modprobe.d/test.conf:1)")]
    [InlineData("alias iptable_nat off\nalias other iptable_nat", "iptable_nat", 1, "the alias other still loads it")]
    [InlineData("install ext4 /bin/false", "ext4,loop", 2, "has no effect", "ext4 is loaded")]
    [InlineData("install loop /sbin/modprobe --ignore-install loop", "loop", 1,
        "loop is loadable: 'install loop /sbin/modprobe --ignore-install loop' (/etc/modprobe.d/test.conf:1) runs a command in its place")]
    [InlineData("install loop /bin/false\nsoftdep loop pre: usb_storage", "loop", 1,
        "'install loop /bin/false' (/etc/modprobe.d/test.conf:1) has no effect: modprobe ignores the install line of a module with soft "
        + "dependencies (/etc/modprobe.d/test.conf:2)")]
    [InlineData("install loop /bin/false\nsoftdep loop pre: nothing_at_all", "loop", 0, "loop is blocked")]
    [InlineData("install loop /bin/false\nsoftdep usb_storage post: loop", "loop", 0, "loop is blocked")]
    [InlineData("alias loop off\nblacklist loop\nsoftdep usb_storage post: loop", "loop", 0, "loop is blocked")]
    [InlineData("install loop /bin/false", "loop,nosuch,unix", 0, "nosuch is absent: no such module in /lib/modules/6.1.0-56-amd64",
        "unix is built in")]
    [InlineData("alias nosuch off", "nosuch", 0,
        "nosuch is absent: no such module in /lib/modules/6.1.0-56-amd64; 'alias nosuch off' (/etc/modprobe.d/test.conf:1) changes "
        + "nothing")]
    [InlineData("alias nosuch loop", "nosuch", 1, "nosuch is loadable: an alias of loop: listed in")]
    [InlineData("alias nosuch loop\ninstall loop /bin/false", "nosuch", 0,
        "nosuch is blocked: an alias of loop: 'install loop /bin/false'")]
    [InlineData("", "ip_conntrack", 1, "ip_conntrack is loadable: an alias of nf_conntrack")]
    [InlineData("install nosuch /sbin/modprobe loop", "nosuch", 1, "nosuch is loadable: 'install nosuch /sbin/modprobe loop'")]
    [InlineData("", "crc16", 2, "crc16 is loaded: held by ext4; comes back on demand")]
    [InlineData("install crc16 /bin/false", "crc16", 2, "crc16 is loaded: held by ext4; loaded in spite of 'install crc16 /bin/false'")]
    [InlineData("blacklist crc16", "crc16", 2,
        "crc16 is loaded: held by ext4; comes back on demand: 'blacklist crc16' (/etc/modprobe.d/test.conf:1) is no block")]
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
        Assert.Contains(
            "has no effect: modprobe ignores the install line of a module with soft dependencies "
            + "(/lib/modules/6.1.0-56-amd64/modules.softdep:", host.Check("--modules", "jbd2").Output, StringComparison.Ordinal);

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
    [InlineData("module_blacklist=nf_conntrack", "nf_conntrack", 0,
        "nf_conntrack is blocked: module_blacklist= on the kernel command line")]
    [InlineData("module_blacklist=nf-conntrack", "nf_conntrack", 1, "nf_conntrack is loadable")] // the kernel compares letter by letter
    [InlineData("module_blacklist=x_tables", "iptable_nat", 0, "stops x_tables, which it needs")]
    [InlineData("modprobe.blacklist=nf_conntrack", "nf_conntrack", 1, "'modprobe.blacklist=' (/proc/cmdline) is no block")]
    [InlineData("modules_load=xt_conntrack", "nf_conntrack", 1,
        "nf_conntrack is loadable: loaded at the next boot by 'modules_load=xt_conntrack' (/proc/cmdline)")]
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
        Assert.Equal(told,
            host.Check("--modules", "loop").Output.Contains("Note: kernel.modprobe is '/bin/false'", StringComparison.Ordinal));
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
        Assert.StartsWith(
            $"KERNEL_MODULES UNKNOWN - 2 unseen (/{CapturedHost.Modules}/{expected}): loop, ip_tables |", output, StringComparison.Ordinal);
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
    public void A_captured_tree_that_lacks_a_module_file_is_unknown_and_not_absent()
    {
        using var host = new CapturedHost();
        host.Write($"{CapturedHost.Modules}/kernel/drivers/other.ko", "");
        var (code, output) = host.Check("-v", "--modules", "loop");
        Assert.Equal(3, code);
        Assert.Contains("names kernel/drivers/block/loop.ko, which this captured tree does not hold", output, StringComparison.Ordinal);
    }

    [Fact]
    public void States_of_situations_are_the_operators_to_choose()
    {
        using var host = CapturedHost.AfterListing();
        Assert.Equal(0, host.Check().ExitCode);
        Assert.Equal(2, host.Check("--forbid").ExitCode);
        Assert.Equal(1, host.Check("--forbid", "--if-loaded", "warning").ExitCode);
        Assert.Equal(1, host.Check("--forbid", "--if-loaded", "ok").ExitCode);
        Assert.Equal(0, host.Check("--forbid", "--if-loaded", "ok", "--if-loadable", "ok").ExitCode);
        Assert.Equal(3, host.Check("--forbid", "--if-loaded", "ok", "--if-loadable", "unknown").ExitCode);
        Assert.Equal(1, host.Check("--modules", "nosuch", "--if-absent", "warning").ExitCode);
    }

    // Field test F3, the modules of an ordinary Docker, Open vSwitch and ip_vs host (lxc/lxc 4278).
    [Fact]
    public void An_ordinary_firewall_host_is_ok_and_gets_no_step()
    {
        using var host = new CapturedHost();
        host.Write("proc/modules", OrdinaryHost);
        host.Write("proc/sys/net/netfilter/nf_conntrack_count", "12000\n");
        host.Write("proc/sys/net/netfilter/nf_conntrack_max", "262144\n");
        var (code, output) = host.Check();
        Assert.Equal(0, code);
        Assert.StartsWith(
            "KERNEL_MODULES OK - 2 loaded, 15 loadable, 2 absent; nf_conntrack tracks 12000 of 262144 connections; nothing says that they "
            + "must stay out", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Next steps", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_carries_the_network_is_never_unloaded_and_rules_are_never_flushed()
    {
        using var host = new CapturedHost();
        host.Write("proc/modules", OrdinaryHost + "xt_mark 16384 0 - Live 0x0\n");
        var (code, output) = host.Check("--modules", "nf_conntrack,openvswitch,ip_vs,xt_mark");
        Assert.Equal(2, code);
        Assert.Contains("users first: modprobe -r xt_mark\n", output, StringComparison.Ordinal);
        Assert.Contains(
            "Do not unload nf_conntrack, openvswitch, ip_vs: openvswitch, ip_vs carries this host's network", output,
            StringComparison.Ordinal);
        Assert.Contains("a chain whose policy is DROP lets nobody in", output, StringComparison.Ordinal);
        Assert.DoesNotContain("flush", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_driver_of_a_network_device_is_never_unloaded()
    {
        using var host = new CapturedHost();
        host.Write("proc/modules", "e1000e 300000 0 - Live 0x0\n");
        host.Link("sys/class/net/eth0/device/driver/module", "../../../../module/e1000e");
        Assert.DoesNotContain("modprobe -r", host.Check("--modules", "e1000e").Output, StringComparison.Ordinal);
    }

    // A block that is there already is held to its word, without any option (field test F7, secureblue/secureblue 447).
    [Fact]
    public void A_block_that_does_not_hold_alerts_without_being_asked_for()
    {
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/b.conf", "install crc16 /bin/false\n");
        host.Write("usr/sbin/update-initramfs", "");
        var (code, output) = host.Check();
        Assert.Equal(2, code);
        Assert.StartsWith(
            "KERNEL_MODULES CRITICAL - 1 loaded: crc16: held by ext4; loaded in spite of 'install crc16 /bin/false' "
            + "(/etc/modprobe.d/b.conf:1): before that line was there, by insmod, or by the initramfs", output, StringComparison.Ordinal);
        Assert.Contains("update-initramfs -u -k all", output, StringComparison.Ordinal);
        Assert.DoesNotContain("stays out", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_gives_the_reason()
    {
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/b.conf", "blacklist nf_nat\n");
        Assert.StartsWith(
            "KERNEL_MODULES WARNING - 1 loadable: nf_nat: 'blacklist nf_nat' (/etc/modprobe.d/b.conf:1) is no block", host.Check().Output,
            StringComparison.Ordinal);
    }

    // Field test F5 (voidlinux/void-runit PR 64): BusyBox's modprobe knows no install lines.
    [Fact]
    public void With_busybox_an_install_line_blocks_nothing_and_is_not_advised()
    {
        using var host = new CapturedHost();
        host.Link("sbin/modprobe", "/bin/busybox");
        host.Write("etc/modprobe.d/x.conf", "install nf_conntrack /bin/false\n");
        var (code, output) = host.Check();
        Assert.Equal(1, code);
        Assert.Contains(
            "'install nf_conntrack /bin/false' (/etc/modprobe.d/x.conf:1) has no effect: /sbin/modprobe is BusyBox", output,
            StringComparison.Ordinal);
        Assert.Contains("module_blacklist=nf_conntrack", output, StringComparison.Ordinal);
        Assert.DoesNotContain("00-keep-out", output, StringComparison.Ordinal);
    }

    // Field test F11 (NixOS/nixpkgs 44976).
    [Theory]
    [InlineData("run/booted-system/kernel-modules/lib/modules/6.6.1")]
    [InlineData("run/current-system/kernel-modules/lib/modules/6.6.1")]
    public void The_modules_of_nixos_are_found(string directory)
    {
        using var host = new CapturedHost();
        host.Write("proc/sys/kernel/osrelease", "6.6.1\n");
        host.Write($"{directory}/modules.dep", "kernel/nf_conntrack.ko:\n");
        Assert.Contains($"listed in /{directory}/modules.dep", host.Check("--modules", "nf_conntrack").Output, StringComparison.Ordinal);
    }

    // Field test F13 (seapath/meta-seapath PR 283, microsoft/WSL 10329).
    [Theory]
    [InlineData("sandbox", "ProtectKernelModules", "chmod")]
    [InlineData("container", "a container has neither its kernel nor its modules", "chmod")]
    [InlineData("wsl", "under WSL Windows brings the kernel", "eboot")]
    public void Hidden_modules_and_foreign_kernels_get_steps_that_fit_them(string situation, string expected, string unexpected)
    {
        using var host = new CapturedHost();
        Directory.Move(Path.Combine(host.Path, "lib/modules"), Path.Combine(host.Path, "gone"));
        if (situation == "sandbox")
        {
            Directory.CreateDirectory(Path.Combine(host.Path, "lib/modules"));
            File.SetUnixFileMode(Path.Combine(host.Path, "lib/modules"), UnixFileMode.None);
        }
        else if (situation == "container")
            host.Write(".dockerenv", "");
        else
            host.Write("proc/sys/kernel/osrelease", "5.15.153.1-microsoft-standard-WSL2\n");
        var (code, output) = host.Check();
        Assert.Equal(3, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain(unexpected, output, StringComparison.Ordinal);
        File.SetUnixFileMode(host.Path, (UnixFileMode)0x1ED);
    }

    [Fact]
    public void In_a_container_nothing_is_unloaded_or_blocked()
    {
        using var host = CapturedHost.AfterListing();
        host.Write(".dockerenv", "");
        var (code, output) = host.Check("--forbid");
        Assert.Equal(2, code);
        Assert.Contains("1. Look at this on the host itself", output, StringComparison.Ordinal);
        Assert.DoesNotContain("modprobe -r", output, StringComparison.Ordinal);
        Assert.DoesNotContain("00-keep-out", output, StringComparison.Ordinal);
    }

    // Field test F14 (raspberrypi/linux 5737).
    [Fact]
    public void A_module_is_taken_out_of_the_boot_loaders_line_and_its_neighbours_stay()
    {
        using var host = new CapturedHost();
        host.Write("proc/cmdline", "console=tty1 modules-load=loop,usb_storage\n");
        Assert.Contains(
            "Take loop out of modules-load=loop,usb_storage in the boot loader's configuration", host.Check("--modules", "loop").Output,
            StringComparison.Ordinal);
    }

    // Field test F15 (a13xp0p0v/kernel-hardening-checker PR 223).
    [Fact]
    public void Nomodule_blocks_after_a_reboot_too()
    {
        using var host = new CapturedHost();
        host.Write("proc/cmdline", "quiet nomodule\n");
        host.Write("proc/sys/kernel/modules_disabled", "1\n");
        host.Write("etc/modules-load.d/a.conf", "loop\n");
        var (code, output) = host.Check("-v", "--modules", "loop");
        Assert.Equal(0, code);
        Assert.Contains("loop is blocked: nomodule on the kernel command line", output, StringComparison.Ordinal);
    }

    // Field test F17 (Kicksecure/security-misc 303).
    [Fact]
    public void A_command_in_place_of_a_needed_module_is_named_and_the_operator_can_vouch_for_it()
    {
        using var host = new CapturedHost();
        host.Write($"{CapturedHost.Modules}/modules.dep", "bluetooth.ko:\nbtusb.ko: bluetooth.ko\n");
        host.Write("etc/modprobe.d/a.conf", "install bluetooth /opt/deny\n");
        Assert.Contains(
            "btusb: needs bluetooth, where 'install bluetooth /opt/deny' (/etc/modprobe.d/a.conf:1) runs a command in its place",
            host.Check("--modules", "btusb").Output, StringComparison.Ordinal);
        Assert.Equal(0, host.Check("--modules", "btusb,bluetooth", "--blocking-commands", "/opt/deny").ExitCode);
    }

    // Kernel lab: what kmod 28 (libkmod.so.2.3.6), 30 (2.4.0) and 34 (2.5.1) read.
    [Theory]
    [InlineData("libkmod.so.2.3.6", "usr/local/lib/modprobe.d/a.conf", 1)]
    [InlineData("libkmod.so.2.4.0", "usr/local/lib/modprobe.d/a.conf", 0)]
    [InlineData("libkmod.so.2.5.1", "usr/local/lib/modprobe.d/a.conf", 0)]
    [InlineData("libkmod.so.2.3.6", "etc/modprobe.d/k.alias", 0)]
    [InlineData("libkmod.so.2.4.0", "etc/modprobe.d/k.alias", 0)]
    [InlineData("libkmod.so.2.5.1", "etc/modprobe.d/k.alias", 1)]
    public void The_installed_kmod_decides_which_files_count(string library, string file, int exitCode)
    {
        using var host = new CapturedHost();
        host.Link("usr/lib/x86_64-linux-gnu/libkmod.so.2", library);
        host.Write(file, "install loop /bin/false\n");
        Assert.Equal(exitCode, host.Check("--modules", "loop").ExitCode);
    }

    [Theory]
    [InlineData("libkmod.so.2.3.6", 1)]
    [InlineData("libkmod.so.2.5.1", 0)]
    public void A_link_to_nowhere_masks_up_to_kmod_33(string library, int exitCode)
    {
        using var host = new CapturedHost();
        host.Link("usr/lib/x86_64-linux-gnu/libkmod.so.2", library);
        host.Write("usr/lib/modprobe.d/a.conf", "install loop /bin/false\n");
        host.Link("etc/modprobe.d/a.conf", "nowhere");
        Assert.Equal(exitCode, host.Check("--modules", "loop").ExitCode);
    }

    [Fact]
    public void Where_the_version_of_kmod_is_not_known_a_file_that_depends_on_it_is_named()
    {
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/k.alias", "install loop /bin/false\n");
        Assert.Contains(
            "Note: /etc/modprobe.d/k.alias counts for some versions of kmod only", host.Check("-v", "--modules", "loop").Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("etc/modprobe.d/h.conf", "options nf_conntrack enable_hooks=1\n")]
    [InlineData("proc/cmdline", "quiet nf_conntrack.enable_hooks=1\n")]
    public void An_option_that_makes_a_listing_track_is_a_finding(string file, string text)
    {
        using var host = new CapturedHost();
        host.Write(file, text);
        var (code, output) = host.Check();
        Assert.Equal(1, code);
        Assert.Contains("makes a mere listing of rules track every connection", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(0, host.Check("--if-hooks", "ok").ExitCode);
    }

    [Fact]
    public void An_install_line_in_a_file_that_does_not_count_is_named()
    {
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/keep-out", "install loop /bin/false\n");
        host.Write("etc/modprobe.conf", "install loop /bin/false\n");
        var output = host.Check("-v", "--modules", "loop").Output;
        Assert.Contains("Note: /etc/modprobe.d/keep-out holds install lines that block nothing", output, StringComparison.Ordinal);
        Assert.Contains("Note: /etc/modprobe.conf holds install lines that block nothing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_in_another_network_namespace_are_named_as_what_holds_a_module()
    {
        using var host = new CapturedHost();
        host.Write("proc/modules", "x_tables 61440 0 - Live 0x0\nxt_conntrack 16384 1 - Live 0x0\n");
        host.Link("proc/self/ns/net", "net:[1]");
        host.Link("proc/980/ns/net", "net:[2]");
        host.Write("proc/980/comm", "haproxy\n");
        host.Write("proc/980/net/ip_tables_names", "filter\n");
        Assert.Contains(
            "Other network namespaces have rules that hold them too: '(pid 980 haproxy)'", host.Check("--modules", "xt_conntrack").Output,
            StringComparison.Ordinal);
    }

    private const string OrdinaryHost =
        "nf_conntrack 139264 2 nf_nat,openvswitch, Live 0x0\nnf_nat 49152 1 openvswitch, Live 0x0\nopenvswitch 172032 0 - Live 0x0\n"
        + "ip_vs 180224 0 - Live 0x0\nbr_netfilter 28672 0 - Live 0x0\n";

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
