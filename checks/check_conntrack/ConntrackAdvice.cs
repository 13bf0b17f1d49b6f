using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>What the person who is paged does about each finding. Every command is complete for this host: it enters the network
/// namespace that the finding is about, and its numbers fit the memory that is free.</summary>
internal sealed class ConntrackAdvice(NagiosCheckResult result, ConntrackMeasurement measured)
{
    // An entry (struct nf_conn) with the usual extensions and its share of the allocator's slack.
    private const long BytesPerEntry = 400;
    private const long BytesPerBucket = 16;
    private const long LargestLimit = int.MaxValue;

    // Entries read for a sample: enough to see what fills a table, few enough not to load the host. No pipe may stand in a command,
    // since engines take it for the beginning of perfdata; so awk itself stops, counts and leaves out what is less than 2 %.
    private const string SampleEnd = " END { print NR, \"entries read\"; for (k in n) if (n[k] * 50 >= NR) print n[k], k }";
    private const string BySource =
        "NR > 2000 { exit } match($0, /src=[^ ]+ dst=[^ ]+/) { n[$3 \" \" substr($0, RSTART, RLENGTH)]++ }" + SampleEnd;

    private const string ByDestination =
        "NR > 2000 { exit } { c = 0; for (i = 1; i <= NF; i++) if ($i ~ /^dst=/) d[++c] = $i; else if ($i ~ /^dport=/ && c == 1) p = $i; "
        + "n[$3 \" \" d[1] \" \" p \" answered to \" d[2]]++ }" + SampleEnd;
    private const string ByHelper = "NR > 2000 { exit } { n[$NF]++ }" + SampleEnd;

    private static readonly NextStep NeverListAll = NextStep.Of(
        $"Do not list the whole table (conntrack -L, cat /proc/net/nf_conntrack): walking it makes the overload worse");

    private string Module => measured.IsLegacy ? "ip_conntrack" : "nf_conntrack";

    private string SysctlPrefix => measured.IsLegacy ? "net.ipv4.netfilter.ip_conntrack" : "net.netfilter.nf_conntrack";

    /// <summary>A table is full, nearly full, or soon full.</summary>
    public void IsFull(ConntrackNamespace space)
    {
        RaiseLimit();
        result.Advise($"See what fills it{Of(space)}, by a sample of 2000 entries, as root: {Sample(space, BySource, Module)}");
        result.Advise($"If that read far fewer entries than the table holds, the kernel leaks them: only a reboot frees them");
        var sooner = ShellCommand.Of($"{Enter(space)}sysctl -w {SysctlPrefix}_tcp_timeout_established=86400");
        result.Advise($"If most are TCP connections that ended long ago, forget them sooner (the default is 432000 s, 5 days; an entry "
            + $"keeps its old time until its next packet): {sooner}");
        result.Advise($"If this host only passes the traffic on, let it pass untracked (notrack)");
        result.Advise(NeverListAll);
    }

    /// <summary>Packets were lost because their entries clashed.</summary>
    public void Clashes(ConntrackNamespace space)
    {
        result.Advise($"See which destination takes the most ports of one source address{Of(space)}, as root: "
            + $"{Sample(space, ByDestination, Module)}");
        result.Advise($"If one destination has some 60000 entries that are answered to one address, the NAT ports towards it are used "
            + $"up: give the SNAT or MASQUERADE rule more source addresses or ports, or let its clients reuse connections");
        result.Advise($"Free ports sooner where connections are opened and closed quickly: "
            + $"{ShellCommand.Of($"{Enter(space)}sysctl -w {SysctlPrefix}_tcp_timeout_time_wait=30")}");
        result.Advise($"If it is DNS (udp, dport=53), two queries from one socket race: set \"options single-request-reopen\" in the "
            + $"clients' /etc/resolv.conf, or answer them from a cache on their own host");
    }

    /// <summary>Hash chains are long, or so long that packets were dropped.</summary>
    public void HashIsTooSmall()
    {
        if (measured.Buckets is not { } buckets)
            return;
        var wanted = Math.Max(buckets * 2, RoundUp(measured.TotalEntries));
        if (measured.AvailableBytes is { } available && (wanted - buckets) * BytesPerBucket > available / 4)
        {
            result.Advise($"Let traffic that needs no tracking pass untracked (notrack): the hash is too small, and this host has no "
                + $"memory for a larger one ({Human(available)} available)");
            return;
        }

        result.Advise($"Make the kernel's hash larger, on the host ({Human(wanted * BytesPerBucket)} of memory): "
            + $"{ShellCommand.Of($"echo {wanted} > /sys/module/{Module}/parameters/hashsize")}");
        if (measured.IsBuiltIn == true)
            result.Advise($"Keep it across a reboot: put {Module}.hashsize={wanted} on the kernel command line, in the boot loader's "
                + $"configuration");
        else
            result.Advise($"Keep it across a reboot: "
                + $"{ShellCommand.Of($"echo options {Module} hashsize={wanted} > /etc/modprobe.d/{Module}-hashsize.conf")}");
    }

    /// <summary>The expectation table is full or nearly full.</summary>
    public void ExpectationsAreFull(ConntrackNamespace space)
    {
        if (measured is { IsLegacy: false, ExpectMaximum: { } maximum })
        {
            result.Advise($"Raise the limit of expectations, on the host: "
                + $"{ShellCommand.Of($"sysctl -w net.netfilter.nf_conntrack_expect_max={maximum * 2}")}");
            result.Advise($"Keep it across a reboot: "
                + $"{Keep("net.netfilter.nf_conntrack_expect_max", maximum * 2, "90-conntrack_expect.conf")}");
        }

        result.Advise($"See which helper announces so many{Of(space)}, as root: {Sample(space, ByHelper, "nf_conntrack_expect")}");
        result.Advise($"If nobody needs that helper, take it out of the rules (\"ct helper\", \"-j CT --helper\")");
    }

    /// <summary>The kernel's count is below zero.</summary>
    public void HasWrapped(ConntrackNamespace space)
    {
        if (space.IsOwn)
            result.Advise($"Reboot the host: the count starts anew with it and with nothing else");
        else
            result.Advise($"Make the network namespace{Name(space)} anew (restart its container or service): the count starts anew with "
                + $"it and with nothing else");
        result.Advise($"Update the kernel: one that lets the count fall below zero has a fault");
    }

    /// <summary>The host must not track and does.</summary>
    public void Tracks(ConntrackNamespace busiest)
    {
        result.Advise($"Find the rule that tracks (\"ct state\", \"-m conntrack\", \"-m state\", NAT) in the configuration files, not by "
            + $"listing rules; it is{(busiest.IsOwn ? NextStep.Of($" in this namespace") : Name(busiest))}");
        if (measured.IsBuiltIn == true)
            result.Advise($"Remove that rule, or let its traffic pass untracked (notrack); without any such rule the built-in code "
                + $"tracks nothing");
        else
            result.Advise($"Remove that rule, then unload the modules in the order that check_kernel_modules prints, or reboot");
        KeepOut();
    }

    /// <summary>The host must not track, does not, and could at any moment.</summary>
    public void IsIdle()
    {
        if (measured.IsBuiltIn != true)
            result.Advise($"If no rule needs it (a mere listing of rules loads it), unload it: "
                + $"{ShellCommand.Of($"modprobe -r nf_conntrack")}; if it is in use, check_kernel_modules says by what");
        KeepOut();
    }

    /// <summary>The table cannot be seen from here.</summary>
    public void Hidden() => result.Advise($"Run the check on the host: it sees the tables of all its containers from there");

    private void KeepOut()
    {
        if (measured.IsBuiltIn == true)
        {
            result.Advise($"Boot a kernel without CONFIG_NF_CONNTRACK=y, the only thing that keeps built-in code out; or, where built-in "
                + $"and "
                + $"idle is good enough, leave out --forbid: fill and drops are judged all the same");
            return;
        }

        var block = ShellCommand.Of($"echo 'install nf_conntrack /bin/false' > /etc/modprobe.d/00-no-nf_conntrack.conf");
        result.Advise($"Keep it out: {block} (a bare blacklist does not stop a dependency); check_kernel_modules says whether that holds");
        result.Advise($"Do not run iptables -t nat -L, conntrack -L or ipvsadm -L on this host: they load these modules");
    }

    private void RaiseLimit()
    {
        if (measured.Maximum is not (> 0 and var maximum))
            return;
        var raised = Math.Min(maximum * 2, LargestLimit);
        if (measured.AvailableBytes is { } available)
            raised = Math.Min(raised, maximum + available / 2 / BytesPerEntry);
        var memory = measured.AvailableBytes is { } free ? NextStep.Of($"; {Human(free)} available") : NextStep.Of($"");
        if (raised < maximum + maximum / 10)
        {
            result.Advise($"Do not raise the limit: an entry takes some {BytesPerEntry} bytes of kernel memory{memory}");
            return;
        }

        var setting = measured.IsLegacy ? "net.ipv4.netfilter.ip_conntrack_max" : "net.netfilter.nf_conntrack_max";
        result.Advise($"Raise the limit now, on the host: {ShellCommand.Of($"sysctl -w {setting}={raised}")} (up to "
            + $"{Human((raised - maximum) * BytesPerEntry)} more of kernel memory in each network namespace that fills{memory})");
        result.Advise($"Keep it across a reboot: {Keep(setting, raised, "90-conntrack_max.conf")}");
        if (measured.Buckets is > 0 and var buckets && raised / buckets > 4)
            result.Advise($"Make the kernel's hash larger with it, or its chains get long: "
                + $"{ShellCommand.Of($"echo {RoundUp(raised / 2)} > /sys/module/{Module}/parameters/hashsize")}");
    }

    private static ShellCommand Keep(string setting, long value, string file) =>
        ShellCommand.Of($"echo {setting}={value} > /etc/sysctl.d/{file}");

    private static ShellCommand Sample(ConntrackNamespace space, string script, string file) =>
        ShellCommand.Of($"{Enter(space)}awk {script} /proc/net/{file}");

    private static ShellCommand Enter(ConntrackNamespace space) =>
        space.IsOwn ? ShellCommand.Of($"")
        : space.ProcessId > 0 ? ShellCommand.Of($"nsenter -t {space.ProcessId} -n ")
        : space.File is { } file ? ShellCommand.Of($"nsenter --net={file} ")
        : ShellCommand.Of($"");

    private static NextStep Of(ConntrackNamespace space) => space.IsOwn ? NextStep.Of($"") : NextStep.Of($" (the table{Name(space)})");

    private static NextStep Name(ConntrackNamespace space) =>
        space.Name is { } name ? NextStep.Of($" in {name}")
        : space.Container is { } container ? NextStep.Of($" in {container.ToString()}")
        : space.ProcessId > 0 ? NextStep.Of($" in that of pid {space.ProcessId} {space.ProcessName}")
        : NextStep.Of($" in {space.Identity}");

    private static NextStep Human(long bytes) => NextStep.Of($"{Quantity.Human(bytes, Dimension.Size)}");

    private static long RoundUp(long number)
    {
        var power = 1024L;
        while (power < number)
            power *= 2;
        return power;
    }
}
