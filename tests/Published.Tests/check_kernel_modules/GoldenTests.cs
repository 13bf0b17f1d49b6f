using System.Text.Json.Nodes;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>The published executable over the captured host: exact standard output and exit code.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void A_host_where_nothing_is_blocked()
    {
        using var host = new CapturedHost();
        var run = Plugin(host, "--forbid");
        Assert.Equal(
            "KERNEL_MODULES WARNING - 17 loadable: nf_conntrack, nf_nat, ip_tables and 14 more: listed in "
                + "/lib/modules/6.1.0-56-amd64/modules.dep, "
            + "and no line of modprobe.d stops it | loaded=0;;;0;19 loadable=17;;;0;19 unseen=0;;;0;19 builtin=0;;;0;19 blocked=0;;;0;19 "
                + "absent=2;;;0;19\n"
            + "[WARNING] nf_conntrack, nf_nat, ip_tables, iptable_nat, iptable_filter, x_tables, xt_conntrack, nf_tables and 9 more are "
                + "loadable: listed in /lib/modules/6.1.0-56-amd64/modules.dep, and no line of modprobe.d stops it\n"
            + "Next steps:\n"
            + "1. Block for good, dependants included, as root: printf 'install %s /bin/false\\n' nf_conntrack nf_nat ip_tables "
                + "iptable_nat iptable_filter x_tables xt_conntrack nf_tables nft_ct nft_chain_nat nft_compat ip6_tables ip6table_nat "
                + "ip6table_filter nf_conntrack_netlink nf_defrag_ipv4 nf_defrag_ipv6 >> /etc/modprobe.d/00-keep-out.conf\n"
            + "2. Make the initramfs anew where this host boots with one (it has its own copy of modprobe.d), and reboot to see that the "
                + "block holds\n",
            run.Output);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));

        var told = Plugin(host);
        Assert.StartsWith(
            "KERNEL_MODULES OK - 17 loadable, 2 absent; nothing says that they must stay out (--forbid, --modules) | ", told.Output,
            StringComparison.Ordinal);
        Assert.Equal((0, ""), (told.ExitCode, told.Error));
    }

    [Fact]
    public void The_printed_command_makes_the_host_OK()
    {
        using var host = new CapturedHost();
        var step = Plugin(host, "--forbid").Output.Split('\n')
            .Single(line => line.StartsWith("1. Block for good", StringComparison.Ordinal));
        var command = step[(step.IndexOf("printf", StringComparison.Ordinal))..].Replace(
            "/etc/modprobe.d", host.Path + "/etc/modprobe.d", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(host.Path, "etc/modprobe.d"));
        Assert.Equal(0, ProcessRun.OfShell(command).ExitCode);

        var run = Plugin(host, "--forbid");

        Assert.Equal("KERNEL_MODULES OK - none of 19 modules is loaded or would be: 17 blocked, 2 absent | loaded=0;;;0;19 "
            + "loadable=0;;;0;19 unseen=0;;;0;19 builtin=0;;;0;19 blocked=17;;;0;19 absent=2;;;0;19\n", run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_host_where_somebody_listed_the_rules()
    {
        using var host = CapturedHost.AfterListing();
        host.Write("etc/modprobe.d/blacklist.conf", "blacklist nf_conntrack\n");
        host.Write("etc/modules-load.d/firewall.conf", "iptable_filter\n");
        var run = Plugin(host, "--modules", "nf_conntrack,nf_nat,iptable_filter,nf_tables");
        Assert.Equal(
            "KERNEL_MODULES CRITICAL - 3 loaded: nf_conntrack (tracks 65530 of 65536 connections), nf_nat, iptable_filter: nf_conntrack "
                + "held by xt_conntrack, nf_nat; comes back on demand: 'blacklist nf_conntrack' (/etc/modprobe.d/blacklist.conf:1) is no "
                + "block: it only hides the module's aliases, a request for the name or for a module that needs it still loads it; 1 "
                + "loadable: nf_tables: listed in /lib/modules/6.1.0-56-amd64/modules.dep, and no line of m... | "
                + "loaded=3;;;0;4 loadable=1;;;0;4 unseen=0;;;0;4 builtin=0;;;0;4 blocked=0;;;0;4 absent=0;;;0;4\n"
            + "[CRITICAL] nf_conntrack is loaded and tracks 65530 of 65536 connections: held by xt_conntrack, nf_nat; comes back on "
                + "demand: 'blacklist nf_conntrack' (/etc/modprobe.d/blacklist.conf:1) is no block: it only hides the module's aliases, a "
                + "request for the name or for a module that needs it still loads it\n"
            + "[CRITICAL] nf_nat is loaded: held by iptable_nat; comes back on demand\n"
            + "[CRITICAL] iptable_filter is loaded: held by 1 reference of rules, sockets or devices; loaded at every boot by "
                + "'iptable_filter' (/etc/modules-load.d/firewall.conf:1)\n"
            + "[WARNING] nf_tables is loadable: listed in /lib/modules/6.1.0-56-amd64/modules.dep, and no line of modprobe.d stops it\n"
            + "Next steps:\n"
            + "1. Do not look with iptables -t nat -L or conntrack -L: where they are not loaded, these load what you look for. "
                + "/proc/net/ip_tables_names and check_conntrack tell without loading\n"
            + "2. Take the rules that use them out of the firewall's configuration and stop its service. Have a console at hand: without "
                + "its rules a chain whose policy is DROP lets nobody in\n"
            + "3. Then unload, users first: modprobe -r xt_conntrack iptable_nat nf_nat nf_conntrack iptable_filter\n"
            + "4. Take the line iptable_filter out of /etc/modules-load.d/firewall.conf:1: it loads iptable_filter at every boot\n"
            + "5. Block for good, dependants included, as root: printf 'install %s /bin/false\\n' nf_conntrack nf_nat iptable_filter "
                + "nf_tables >> /etc/modprobe.d/00-keep-out.conf\n"
            + "6. Make the initramfs anew where this host boots with one (it has its own copy of modprobe.d), and reboot to see that the "
                + "block holds\n",
            run.Output);
        Assert.Equal((2, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Json_holds_the_whole_table()
    {
        using var host = CapturedHost.AfterListing();
        host.Write("etc/modprobe.d/a.conf", "blacklist loop\n");
        var run = Plugin(host, "--modules", "nf_conntrack,loop,jbd2,unix,nosuch", "--output", "json");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            """
            {"kernel_version":"6.1.0-56-amd64","module_directory":"/lib/modules/6.1.0-56-amd64","kernel_origin":"own","busybox_modprobe":null,"loadable_modules":true,"loading_disabled":false,"unread":[],"tracking":{"connections":65530,"maximum":65536},"modules":[
            {"module":"nf_conntrack","is":"loaded","state":"CRITICAL","must_stay_out":true,"reason":"held by xt_conntrack, nf_nat; comes back on demand","decided_by":null,"meant_to_block":null,"at_boot":null,"condition":"Live","references":2,"holders":["xt_conntrack","nf_nat"],"comes_back":true,"block_with":["install nf_conntrack /bin/false"]},
            {"module":"loop","is":"loadable","state":"WARNING","must_stay_out":true,"reason":"'blacklist loop' (/etc/modprobe.d/a.conf:1) is no block: it only hides the module's aliases, a request for the name or for a module that needs it still loads it","decided_by":{"file":"/etc/modprobe.d/a.conf","line":1,"text":"blacklist loop"},"meant_to_block":{"file":"/etc/modprobe.d/a.conf","line":1,"text":"blacklist loop"},"at_boot":null,"block_with":["install loop /bin/false"]},
            {"module":"jbd2","is":"loadable","state":"WARNING","must_stay_out":true,"reason":"listed in /lib/modules/6.1.0-56-amd64/modules.dep, and no line of modprobe.d stops it","decided_by":null,"meant_to_block":null,"at_boot":null,"block_with":["softdep jbd2 pre:","install jbd2 /bin/false"]},
            {"module":"unix","is":"builtin","state":"OK","must_stay_out":true,"reason":"part of the kernel image: neither unloaded nor kept out by modprobe.d","decided_by":null,"meant_to_block":null,"at_boot":null,"block_with":[]},
            {"module":"nosuch","is":"absent","state":"OK","must_stay_out":true,"reason":"no such module in /lib/modules/6.1.0-56-amd64","decided_by":null,"meant_to_block":null,"at_boot":null,"block_with":[]}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            JsonNode.Parse(run.Output)!["data"]!.ToJsonString(
                new System.Text.Json.JsonSerializerOptions { Encoder =
                System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void This_machine_gets_an_answer_from_an_empty_environment()
    {
        var run = ProcessRun.Of(Repository.Executable("check_kernel_modules"), [], clearEnvironment: true);
        BadInputTests.AssertSane((run.ExitCode, run.Output));
        Assert.Empty(run.Error);
    }

    private static ProcessRun Plugin(CapturedHost host, params string[] options) =>
        ProcessRun.OfPlugin("check_kernel_modules", ["--root", host.Path, .. options]);
}
