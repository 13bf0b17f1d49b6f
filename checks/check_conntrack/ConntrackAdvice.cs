using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>What the person who is paged should look at, raise, and never run.</summary>
internal static class ConntrackAdvice
{
    private const string Never = "Never run conntrack -L or read /proc/net/nf_conntrack on a full table: walking it makes the overload worse";

    public static void Give(NagiosCheckResult result, ConntrackTable table, List<ConntrackNamespace> spaces, ConntrackLimits limits)
    {
        if (result.State is NagiosState.Ok or NagiosState.Unknown)
            return;
        var fullest = spaces[0];
        foreach (var space in spaces)
            fullest = (space.Entries ?? 0) > (fullest.Entries ?? 0) ? space : fullest;
        if (limits.Forbid)
            ForbidSteps(result, table, fullest);
        if (!limits.Forbid || fullest.Entries > table.Maximum / 2)
            FullSteps(result, table, fullest);
    }

    private static void ForbidSteps(NagiosCheckResult result, ConntrackTable table, ConntrackNamespace busiest)
    {
        var where = busiest.Entries is not > 0 ? "" : busiest.IsOwn ? "; it is in this namespace" : $"; it is{busiest.Where()}";
        result.NextStep($"Find the rule that tracks (\"ct state\", \"-m conntrack\", \"-m state\", NAT) in the configuration files, not by listing rules{where}");
        if (table.IsBuiltIn == true)
        {
            result.NextStep("Remove that rule, or let its traffic pass untracked (notrack); without any such rule the built-in code tracks nothing");
            result.NextStep("It cannot be unloaded or blacklisted: only a kernel without CONFIG_NF_CONNTRACK=y keeps it out. Where built-in and idle is good enough, drop --forbid: fill and drops are judged all the same");
        }
        else
        {
            result.NextStep("Remove that rule, then unload with rmmod (check_kernel_modules says who holds nf_conntrack) or reboot");
            result.NextStep("Keep it out: put \"install nf_conntrack /bin/false\" into /etc/modprobe.d/ (a bare blacklist does not stop a dependency)");
        }

        result.NextStep("Never run iptables -L, iptables -t nat -L or a tool that lists rules on this host: it loads these modules");
    }

    private static void FullSteps(NagiosCheckResult result, ConntrackTable table, ConntrackNamespace fullest)
    {
        var enter = fullest.IsOwn || fullest.ProcessId == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"nsenter -t {fullest.ProcessId} -n ");
        if (table.Maximum is > 0 and var maximum)
        {
            result.NextStep(string.Create(CultureInfo.InvariantCulture, $"Raise the limit now, on the host: sysctl -w net.netfilter.nf_conntrack_max={maximum * 2} (kernel memory, some 300 bytes an entry), and keep it in /etc/sysctl.d/"));
            if (table.Buckets is { } buckets && maximum * 2 / Math.Max(1, buckets) > 4)
                result.NextStep(string.Create(CultureInfo.InvariantCulture, $"Raise the hash with it: echo {maximum / 2} > /sys/module/nf_conntrack/parameters/hashsize"));
        }

        result.NextStep($"See what opens the connections: {enter}ss -s, then {enter}ss -tan state established and state time-wait by peer");
        result.NextStep("If they are dead connections: lower net.netfilter.nf_conntrack_tcp_timeout_established (default 5 days) and _time_wait; if the host only passes them on: add notrack rules for that traffic");
        result.NextStep(Never);
    }
}
