using System.Text.Json;
using System.Text.RegularExpressions;

namespace NagiosChecks.Conntrack.Tests;

/// <summary>
/// Network namespaces of a real kernel that have a name and no process, as routers of OpenStack and pods between two starts have them
/// (prometheus/node_exporter 2264: `ip net` lists qrouter-... namespaces and the host's own count shows nothing of them), and the next
/// steps run as they are printed. The limits are the host's own, so these tests run alone.
/// </summary>
[Collection("the host's nf_conntrack_max")]
public sealed class NamespaceTests : IDisposable
{
    private const string Namespace = "nagioschecks-qrouter";
    private readonly TemporaryFolder _state = new();

    public NamespaceTests()
    {
        Requirements.Root();
        Requirements.Program("iproute2", "/usr/sbin/ip");
        Requirements.Program("nftables", "/usr/sbin/nft");
        MakeNamespace();
    }

    // moby/moby 32356: NAT ports are used up while the table is nearly empty.
    [Fact]
    public void A_namespace_without_a_process_is_entered_and_its_lost_packets_are_laid_to_nat_and_not_to_a_full_table()
    {
        Assert.Equal(0, Check().ExitCode);
        Thread.Sleep(1100);
        Connect(12);

        var run = Check();

        Assert.Matches($"^CONNTRACK (WARNING|CRITICAL) - [0-9]+ packets lost because their entries clashed in the last 60 s .* in "
            + $"{Namespace} \\|", run.FirstLine);
        Assert.Contains(" drop_rate=0;", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains($" entries_{Namespace}=", run.FirstLine, StringComparison.Ordinal);
        Assert.DoesNotContain("nf_conntrack_max", run.Output, StringComparison.Ordinal);

        var steps = Steps();
        var sample = ProcessRun.OfShell(CommandOf(steps, "See which destination"));
        Assert.Equal(("", 0), (sample.Error, sample.ExitCode));
        Assert.Matches("(?m)^[0-9]+ tcp dst=127.0.0.1 dport=8053 answered to dst=127.0.0.9$", sample.Output);

        var before = Timeout("time_wait");
        Assert.Equal(0, ProcessRun.OfShell(CommandOf(steps, "Free ports sooner")).ExitCode);
        Assert.Equal("30",
            ProcessRun.OfShell($"ip netns exec {Namespace} cat /proc/sys/net/netfilter/nf_conntrack_tcp_timeout_time_wait").Output.Trim());
        Assert.Equal(before, Timeout("time_wait"));
    }

    [Fact]
    public void What_was_lost_before_a_namespace_was_first_seen_is_not_what_was_lost_since()
    {
        ProcessRun.OfShell($"ip netns del {Namespace}");
        Assert.Equal(0, Check().ExitCode);
        MakeNamespace();
        Connect(12);
        Thread.Sleep(1100);

        var run = Check();

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("Note: [0-9]+ packets were dropped in namespaces that this check sees for the first time", run.Output);
    }

    [Fact]
    public void Who_may_not_enter_a_namespace_says_so_in_the_first_line()
    {
        Requirements.Program("util-linux", "/usr/bin/setpriv");
        using var copy = new TemporaryFolder();
        var executable = Path.Combine(copy.Path, "check_conntrack");
        Repository.CopyExecutable("check_conntrack", executable);
        ProcessRun.OfShell($"chmod 755 {copy.Path}");
        var state = Path.Combine(Path.GetTempPath(), $"nagioschecks-nobody-{Guid.NewGuid():N}");
        ProcessRun AsNobody(params string[] options) => ProcessRun.Of(
            "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", executable, "--state-dir", state, .. options]);

        var run = AsNobody();
        var forbidden = AsNobody("--forbid", "--if-idle", "ok");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^CONNTRACK OK - (own table only: |fullest of [0-9]+ tables ).*; ([0-9]+ network namespaces? (is|are) not "
            + "seen|network namespaces of other users are not seen) \\|", run.FirstLine);
        Assert.Equal(3, forbidden.ExitCode);
    }

    [Fact]
    public void The_check_itself_stays_in_its_own_namespace()
    {
        // The counters of the own namespace are read through /proc/net, which means the namespace of the program's first thread.
        var own = File.ReadAllText("/proc/sys/net/netfilter/nf_conntrack_count").Trim();
        Connect(3);

        var json = JsonDocument.Parse(Check("--output", "json").Output).RootElement.GetProperty("data").GetProperty("namespaces");

        var spaces = json.EnumerateArray().ToList();
        Assert.True(spaces.Single(space => space.GetProperty("name").GetString() == Namespace).GetProperty("entries").GetInt64() > 0);
        Assert.Equal(own, spaces.Single(space => space.GetProperty("own").GetBoolean()).GetProperty("entries").GetInt64()
            .ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_printed_steps_make_the_hash_larger()
    {
        const string Parameter = "/sys/module/nf_conntrack/parameters/hashsize";
        Assert.SkipUnless(File.Exists(Parameter), "this kernel does not let the hash be changed");
        var size = File.ReadAllText(Parameter).Trim();
        Connect(3);
        try
        {
            var command = CommandOf(Steps("--bucket-load-critical", "@0:"), "Make the kernel's hash larger");

            Assert.Equal(("", 0), (ProcessRun.OfShell(command).Error, ProcessRun.OfShell(command).ExitCode));
            Assert.Equal(2 * long.Parse(size, System.Globalization.CultureInfo.InvariantCulture),
                long.Parse(File.ReadAllText(Parameter).Trim(), System.Globalization.CultureInfo.InvariantCulture));
        }
        finally
        {
            File.WriteAllText(Parameter, size);
        }
    }

    // Three runs while the world changes: the items of the service stay what they were, as pnp4nagios needs it.
    [Fact]
    public void Three_runs_print_the_same_items_in_the_same_order()
    {
        var first = Labels(Check());
        Connect(3);
        Thread.Sleep(1100);
        var second = Labels(Check());
        Thread.Sleep(1100);
        var third = Labels(Check());

        Assert.Equal(first, second);
        Assert.Equal(first, third);
    }

    public void Dispose()
    {
        _state.Dispose();
        ProcessRun.OfShell($"ip netns del {Namespace} 2>/dev/null");
    }

    private static void MakeNamespace()
    {
        ProcessRun.OfShell($"ip netns del {Namespace} 2>/dev/null");
        var made = ProcessRun.OfShell(
            $"ip netns add {Namespace} && ip netns exec {Namespace} ip link set lo up && ip netns exec {Namespace} nft "
            + "'add table ip t; add chain ip t post { type nat hook postrouting priority 100; }; "
            + "add rule ip t post tcp dport 8053 snat to 127.0.0.9:1000; "
            + "add chain ip t c { type filter hook input priority 0; }; add rule ip t c ct state new counter'");
        Assert.SkipUnless(
            made.ExitCode == 0, $"this kernel does not let the test make a namespace that tracks connections: {made.Error.Trim()}");
    }

    private ProcessRun Check(params string[] options) => ProcessRun.OfPlugin("check_conntrack", ["--state-dir", _state.Path, .. options]);

    private List<string> Steps(params string[] options) =>
        [.. JsonDocument.Parse(Check(["--output", "json", .. options]).Output).RootElement.GetProperty("next_steps").EnumerateArray()
            .Select(step => step.GetString()!)];

    private static string CommandOf(List<string> steps, string beginning)
    {
        var step = steps.Single(step => step.StartsWith(beginning, StringComparison.Ordinal));
        return Regex.Match(step, "(nsenter|sysctl|echo) .*$").Value;
    }

    private static List<string> Labels(ProcessRun run) =>
        [.. run.FirstLine.Split(" | ")[1].Split(' ').Select(item => item.Split('=')[0])
            .Where(label => !label.StartsWith("entries_", StringComparison.Ordinal)
            || label.EndsWith(Namespace, StringComparison.Ordinal))];

    private static string Timeout(string name) => File.ReadAllText($"/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_{name}");

    // TCP connections to one port: SNAT gives all of them the same source, so that only the first can be tracked.
    private static void Connect(int number)
    {
        const string Script =
            "import socket,sys\nl=socket.socket();l.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1);l.bind(('127.0.0.1',8053));"
                + "l.listen(50)\nc=[]\n"
            + "for i in range(int(sys.argv[1])):\n  s=socket.socket();s.settimeout(0.3)\n  try: s.connect(('127.0.0.1',8053))\n  except "
                + "OSError: pass\n  c.append(s)";
        var run = ProcessRun.Of(
            "/usr/sbin/ip", ["netns", "exec", Namespace, "python3", "-c", Script,
            number.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.Equal("", run.Error);
    }
}
