
namespace NagiosChecks.Conntrack.Tests;

/// <summary>
/// The outage of 2012 for real: a namespace with a rule that tracks, a small table, and more flows than it holds. The limit is
/// the host's own, so these tests run alone and put it back.
/// </summary>
[Collection("the host's nf_conntrack_max")]
public sealed class OutageTests : IDisposable
{
    private const string Maximum = "/proc/sys/net/netfilter/nf_conntrack_max";
    private const string Namespace = "nagioschecks-outage";
    private readonly TemporaryFolder _state = new();
    private readonly string _hostMaximum;
    private readonly System.Diagnostics.Process _inhabitant;

    public OutageTests()
    {
        Requirements.Root();
        Requirements.Program("iproute2", "/usr/sbin/ip");
        Requirements.Program("nftables", "/usr/sbin/nft");
        ProcessRun.OfShell($"ip netns del {Namespace} 2>/dev/null");
        var made = ProcessRun.OfShell(
            $"ip netns add {Namespace} && ip netns exec {Namespace} ip link set lo up && ip netns exec {Namespace} nft 'add table ip t; "
                + $"add chain ip t c {{ type filter hook input priority 0; }}; add rule ip t c ct state new counter'");
        Assert.SkipUnless(
            made.ExitCode == 0, $"this kernel does not let the test make a namespace that tracks connections: {made.Error.Trim()}");
        Assert.SkipUnless(File.Exists(Maximum), "this kernel has no connection tracking");

        _hostMaximum = File.ReadAllText(Maximum);
        _inhabitant = ProcessRun.Start("/usr/sbin/ip", ["netns", "exec", Namespace, "sleep", "600"]);
        Requirements.Until(
            () => ProcessRun.OfShell($"ip netns pids {Namespace}").Output.Length > 0, TimeSpan.FromSeconds(10),
            "a process inside the namespace");
        File.WriteAllText(Maximum, "600");
    }

    [Fact]
    public void The_check_sees_the_table_fill_overflow_and_drop_while_the_hosts_own_value_shows_nothing()
    {
        var before = Check();
        Assert.Equal(0, before.ExitCode);

        Send(2000, 250);
        var quarter = Check();
        Assert.Equal(0, quarter.ExitCode); // 41 %: it grows, but it is not judged yet

        Thread.Sleep(1100);
        Send(2250, 240);
        var filling = Check("--time-to-full-critical", "~:", "--time-to-full-warning", "~:");
        Assert.Equal(1, filling.ExitCode);
        Assert.StartsWith(
            $"CONNTRACK WARNING - table 81.7 % full (490 of 600) in namespace {Namespace} (net:[", filling.FirstLine,
            StringComparison.Ordinal);

        // It must still grow: a table that stands still since the last look foretells nothing.
        Send(2490, 10);
        var soon = Check();
        Assert.Equal(2, soon.ExitCode);
        Assert.StartsWith("CONNTRACK CRITICAL - full in ", soon.FirstLine, StringComparison.Ordinal);
        Assert.InRange(Perfdata(soon, "time_to_full"), 0, 60);

        Thread.Sleep(1100);
        var failed = Send(2500, 1500);
        Assert.InRange(failed, 1, 1500);
        var full = Check();
        Assert.Equal(2, full.ExitCode);
        Assert.Contains("table 100 % full (600 of 600)", full.FirstLine, StringComparison.Ordinal);
        Assert.Contains($"{failed} packets dropped because the table was full", full.FirstLine, StringComparison.Ordinal);
        Assert.Contains("entries thrown out early to make room", full.FirstLine, StringComparison.Ordinal);
        Assert.Contains("sysctl -w net.netfilter.nf_conntrack_max=1200", full.Output, StringComparison.Ordinal);
        Assert.True(Perfdata(full, "drop_rate") > 0);

        // What everybody else looks at.
        Assert.Equal("0", File.ReadAllText("/proc/sys/net/netfilter/nf_conntrack_count").Trim());
        Assert.Equal(0, Check("--namespace", "own").ExitCode);
        Assert.Equal(2, Check("--namespace", Namespace).ExitCode);
        Assert.StartsWith(
            "CONNTRACK CRITICAL - this host must not track connections, but 600 are tracked", Check("--forbid").FirstLine,
            StringComparison.Ordinal);

        // What the steps say, as they are printed.
        var sample = ProcessRun.OfShell(System.Text.RegularExpressions.Regex.Match(full.Output, "nsenter -t [0-9]+ -n awk .*").Value);
        Assert.Equal("", sample.Error);
        Assert.Contains("600 entries read", sample.Output, StringComparison.Ordinal);
        Assert.Contains("600 udp src=127.0.0.1 dst=127.0.0.1", sample.Output, StringComparison.Ordinal);
        Assert.Equal(0, ProcessRun.OfShell(
            System.Text.RegularExpressions.Regex.Match(full.Output, "sysctl -w net.netfilter.nf_conntrack_max=[0-9]+").Value).ExitCode);
        Assert.Equal("1200", File.ReadAllText(Maximum).Trim());
        Assert.Contains(" fill=50%;", Check("--namespace", Namespace).FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_user_sees_the_full_namespace_too()
    {
        Requirements.Program("util-linux", "/usr/bin/setpriv");
        Send(2000, 700);
        using var copy = new TemporaryFolder();
        var executable = Path.Combine(copy.Path, "check_conntrack");
        Repository.CopyExecutable("check_conntrack", executable);
        ProcessRun.OfShell($"chmod 755 {copy.Path}");

        var run = ProcessRun.Of(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", executable, "--state-dir",
            Path.Combine(Path.GetTempPath(), $"nagioschecks-nobody-{Guid.NewGuid():N}")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Matches(@"^CONNTRACK CRITICAL - table 100 % full \(600 of 600\) in namespace \(pid \d+ sleep\)", run.FirstLine);
    }

    public void Dispose()
    {
        _state.Dispose();
        if (_hostMaximum is null)
            return;
        File.WriteAllText(Maximum, _hostMaximum);
        _inhabitant.Kill(entireProcessTree: true);
        _inhabitant.WaitForExit();
        _inhabitant.Dispose();
        ProcessRun.OfShell($"ip netns del {Namespace}");
    }

    private ProcessRun Check(params string[] options) => ProcessRun.OfPlugin("check_conntrack", ["--state-dir", _state.Path, .. options]);

    private static double Perfdata(ProcessRun run, string label)
    {
        var item = run.FirstLine.Split(" | ")[1].Split(' ').Single(item => item.StartsWith(label + "=", StringComparison.Ordinal));
        var number = item.Split('=')[1].Split(';')[0].TrimEnd('s', '%');
        return double.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
    }

    // One UDP datagram to each port of 127.0.0.1 inside the namespace; says how many the kernel refused.
    private static int Send(int firstPort, int ports)
    {
        const string Script =
            "import socket,sys\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\nf=0\nfor p in "
            + "range(int(sys.argv[1]),int(sys.argv[1])+int(sys.argv[2])):\n  try: s.sendto(b'x',('127.0.0.1',p))\n  except "
            + "PermissionError: f+=1\nprint(f)";
        var run = ProcessRun.Of(
            "/usr/sbin/ip", ["netns", "exec", Namespace, "python3", "-c", Script, firstPort.ToString(), ports.ToString()]);
        Assert.Equal("", run.Error);
        return int.Parse(run.Output);
    }
}
