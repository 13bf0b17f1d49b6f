using System.Globalization;
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
    private const int SampledEntries = 2000;

    private const string NeverListAll =
        "Do not list the whole table (conntrack -L, cat /proc/net/nf_conntrack): walking it makes the overload worse";

    private bool _hasRaised;

    /// <summary>A table is full, nearly full, or soon full.</summary>
    public void IsFull(ConntrackNamespace space)
    {
        if (!_hasRaised)
            RaiseLimit();
        _hasRaised = true;
        var show = Sample(space, "match($0, /src=[^ ]+ dst=[^ ]+/) { print $3, substr($0, RSTART, RLENGTH) }");
        result.NextStep($"See what fills it{Of(space)}, by a sample of {SampledEntries} entries (as root): {show}");
        result.NextStep($"If that counts far fewer than {SampledEntries} entries, the kernel leaks them: only a reboot frees them");
        var timeout = Sysctl("tcp_timeout_established", "86400");
        result.NextStep("If most are TCP connections that ended long ago, forget them sooner (the default is 432000 s, 5 days; entries that "
            + $"are there keep their old time until their next packet): {Enter(space)}{timeout}");
        result.NextStep("If this host only passes the traffic on, let it pass untracked (notrack)");
        result.NextStep(NeverListAll);
    }

    /// <summary>Packets were lost because their entries clashed.</summary>
    public void Clashes(ConntrackNamespace space)
    {
        var show = Sample(space,
            "{ n = 0; for (i = 1; i <= NF; i++) if ($i ~ /^(dst|dport)=/) a[++n] = $i; print $3, a[1], a[2], \"from\", a[3] }");
        result.NextStep($"See which destination takes the most ports of one source address{Of(space)} (as root): {show}");
        result.NextStep("If one destination has some 60000 entries from one address, the NAT ports towards it are used up: give the SNAT or "
            + "MASQUERADE rule more source addresses or ports, or let its clients reuse connections");
        result.NextStep("Free ports sooner, towards services that open and close many connections: "
            + $"{Enter(space)}{Sysctl("tcp_timeout_time_wait", "30")}");
        result.NextStep("If it is DNS (udp, dport=53), two queries from one socket race: set \"options single-request-reopen\" in the clients' "
            + "/etc/resolv.conf, or answer them from a cache on their own host");
    }

    /// <summary>Hash chains are long, or so long that packets were dropped.</summary>
    public void HashIsTooSmall()
    {
        if (measured.Buckets is not { } buckets)
            return;
        var wanted = Math.Max(buckets * 2, RoundUp(measured.TotalEntries));
        if (measured.AvailableBytes is { } available && (wanted - buckets) * BytesPerBucket > available / 4)
        {
            result.NextStep($"The hash is too small, and this host has no memory for a larger one ({Human(available)} available): "
                + "let traffic that needs no tracking pass untracked (notrack)");
            return;
        }

        var module = measured.IsLegacy ? "ip_conntrack" : "nf_conntrack";
        result.NextStep($"Make the kernel's hash larger, on the host ({Human(wanted * BytesPerBucket)} of memory): "
            + string.Create(CultureInfo.InvariantCulture, $"echo {wanted} > /sys/module/{module}/parameters/hashsize"));
        result.NextStep("Keep it across a reboot: " + (measured.IsBuiltIn == true
            ? string.Create(CultureInfo.InvariantCulture, $"put {module}.hashsize={wanted} on the kernel command line of the boot loader")
            : string.Create(CultureInfo.InvariantCulture,
                $"echo 'options {module} hashsize={wanted}' > /etc/modprobe.d/{module}-hashsize.conf")));
    }

    /// <summary>The expectation table is full or nearly full.</summary>
    public void ExpectationsAreFull(ConntrackNamespace space)
    {
        if (measured is { IsLegacy: false, ExpectMaximum: { } maximum })
        {
            result.NextStep("Raise the limit of expectations, on the host: "
                + string.Create(CultureInfo.InvariantCulture, $"sysctl -w net.netfilter.nf_conntrack_expect_max={maximum * 2}"));
            result.NextStep("Keep it across a reboot: " + string.Create(CultureInfo.InvariantCulture,
                $"echo 'net.netfilter.nf_conntrack_expect_max = {maximum * 2}' > /etc/sysctl.d/90-nf_conntrack_expect.conf"));
        }

        result.NextStep($"See which helper announces so many{Of(space)} (as root): {Enter(space)}head -n {SampledEntries} "
            + "/proc/net/nf_conntrack_expect | awk '{ print $NF }' | sort | uniq -c | sort -rn | head");
        result.NextStep("If nobody needs that helper, take it out of the rules (\"ct helper\", \"-j CT --helper\")");
    }

    /// <summary>The kernel's count is below zero.</summary>
    public void HasWrapped(ConntrackNamespace space) =>
        result.NextStep(space.IsOwn
            ? "Reboot the host: the count starts anew with it and with nothing else; a kernel that lets it fall below zero has a fault, so update it"
            : $"Make the network namespace{space.WhereInShort()} anew (restart its container or service): the count starts anew with it; "
              + "a kernel that lets it fall below zero has a fault, so update it");

    /// <summary>The host must not track and does.</summary>
    public void Tracks(ConntrackNamespace busiest)
    {
        result.NextStep("Find the rule that tracks (\"ct state\", \"-m conntrack\", \"-m state\", NAT) in the configuration files, not by listing rules"
            + (busiest.IsOwn ? "; it is in this namespace" : $"; it is{busiest.Where()}"));
        result.NextStep(measured.IsBuiltIn == true
            ? "Remove that rule, or let its traffic pass untracked (notrack); without any such rule the built-in code tracks nothing"
            : "Remove that rule, then unload the modules in the order that check_kernel_modules prints, or reboot");
        KeepOut();
    }

    /// <summary>The host must not track, does not, and could at any moment.</summary>
    public void IsIdle()
    {
        if (measured.IsBuiltIn != true)
            result.NextStep("If no rule needs it (a mere listing has loaded it), unload it: modprobe -r nf_conntrack; if it is in use, check_kernel_modules says by what");
        KeepOut();
    }

    /// <summary>The table cannot be seen from here.</summary>
    public void Hidden() => result.NextStep("Run the check on the host: it sees the tables of all its containers from there");

    private void KeepOut()
    {
        result.NextStep(measured.IsBuiltIn == true
            ? "It cannot be unloaded or blocked: only a kernel without CONFIG_NF_CONNTRACK=y keeps it out. Where built-in and idle is good enough, drop --forbid: fill and drops are judged all the same"
            : "Keep it out: echo 'install nf_conntrack /bin/false' > /etc/modprobe.d/no-nf_conntrack.conf (a bare blacklist does not stop a dependency); check_kernel_modules says whether that holds");
        if (measured.IsBuiltIn != true)
            result.NextStep("Do not run iptables -t nat -L, conntrack -L or ipvsadm -L on this host: they load these modules");
    }

    private void RaiseLimit()
    {
        if (measured.Maximum is not (> 0 and var maximum))
            return;
        var raised = Math.Min(maximum * 2, LargestLimit);
        if (measured.AvailableBytes is { } available)
            raised = Math.Min(raised, maximum + available / 2 / BytesPerEntry);
        var memory = measured.AvailableBytes is { } free ? $"; {Human(free)} are available" : "";
        if (raised < maximum + maximum / 10)
        {
            result.NextStep($"Do not raise the limit: an entry takes some {BytesPerEntry} bytes of kernel memory{memory}");
            return;
        }

        var name = measured.IsLegacy ? "net.ipv4.netfilter.ip_conntrack_max" : "net.netfilter.nf_conntrack_max";
        result.NextStep($"Raise the limit now, on the host (up to {Human((raised - maximum) * BytesPerEntry)} more of kernel memory in each network namespace "
            + string.Create(CultureInfo.InvariantCulture, $"that fills{memory}): sysctl -w {name}={raised}"));
        result.NextStep("Keep it across a reboot: " + string.Create(CultureInfo.InvariantCulture,
            $"echo '{name} = {raised}' > /etc/sysctl.d/90-conntrack_max.conf"));
        if (measured.Buckets is > 0 and var buckets && raised / buckets > 4)
        {
            var module = measured.IsLegacy ? "ip_conntrack" : "nf_conntrack";
            result.NextStep("Make the kernel's hash larger with it, or its chains get long: " + string.Create(
                CultureInfo.InvariantCulture, $"echo {RoundUp(raised / 2)} > /sys/module/{module}/parameters/hashsize"));
        }
    }

    private string Sysctl(string name, string value) =>
        $"sysctl -w {(measured.IsLegacy ? "net.ipv4.netfilter.ip_conntrack" : "net.netfilter.nf_conntrack")}_{name}={value}";

    // Stops after so many entries, so that it neither walks the table nor takes its locks for long.
    private string Sample(ConntrackNamespace space, string script) => string.Create(CultureInfo.InvariantCulture,
        $"{Enter(space)}head -n {SampledEntries} /proc/net/{(measured.IsLegacy ? "ip" : "nf")}_conntrack | awk '{script}' | sort | uniq -c | sort -rn | head");

    private static string Enter(ConntrackNamespace space) =>
        space.IsOwn ? ""
        : space.ProcessId > 0 ? string.Create(CultureInfo.InvariantCulture, $"nsenter -t {space.ProcessId} -n ")
        : space.File is { } file ? $"nsenter --net='{file.Replace("'", "'\\''", StringComparison.Ordinal)}' "
        : "";

    private static string Of(ConntrackNamespace space) => space.IsOwn ? "" : $" (the table{space.WhereInShort()})";

    private static string Human(long bytes) => Quantity.Human(bytes, Dimension.Size);

    private static long RoundUp(long number)
    {
        var power = 1024L;
        while (power < number)
            power *= 2;
        return power;
    }
}
