namespace NagiosChecks.Conntrack.Tests;

/// <summary>The published executable over captured /proc trees: exact standard output and exit code.</summary>
public sealed class GoldenTests
{
    private const string Steps =
        "Next steps:\n"
        + "1. Raise the limit now, on the host: sysctl -w net.netfilter.nf_conntrack_max=1200 (up to 234 KB more of kernel memory in each "
        + "network namespace that fills)\n"
        + "2. Keep it across a reboot: echo net.netfilter.nf_conntrack_max=1200 > /etc/sysctl.d/90-conntrack_max.conf\n"
        + "3. See what fills it (the table in that of pid PID haproxy), by a sample of 2000 entries, as root: nsenter -t PID -n awk "
        + "'NR > 2000 { exit } match($0, /src=[^ ]+ dst=[^ ]+/) { n[$3 \" \" substr($0, RSTART, RLENGTH)]++ } END { print NR, \"entries "
            + "read\"; "
        + "for (k in n) if (n[k] * 50 >= NR) print n[k], k }' /proc/net/nf_conntrack\n"
        + "4. If that read far fewer entries than the table holds, the kernel leaks them: only a reboot frees them\n"
        + "5. If most are TCP connections that ended long ago, forget them sooner (the default is 432000 s, 5 days; an entry keeps its old "
        + "time until its next packet): nsenter -t PID -n sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=86400\n"
        + "6. If this host only passes the traffic on, let it pass untracked (notrack)\n"
        + "7. Do not list the whole table (conntrack -L, cat /proc/net/nf_conntrack): walking it makes the overload worse\n";

    // On a first run nothing can be compared yet.
    private const string NoRates =
        " time_to_full=U drop_rate=U clash_rate=U chain_rate=U early_drop_rate=U insert_failed_rate=U";

    [Theory]
    [InlineData("host-idle", "", 0, "CONNTRACK OK - table 0 % full (0 of 262144) | fill=0%;80;90;0;100 entries=0;;;0;262144" + NoRates
        + " bucket_load=0;4;8;0 expect_fill=0%;80;90;0;100 namespaces=1;;;0\n")]
    [InlineData("host-idle", "--forbid --if-idle ok", 0,
        "CONNTRACK OK - table 0 % full (0 of 262144) | fill=0%;80;90;0;100 entries=0;;;0;262144" + NoRates
        + " bucket_load=0;4;8;0 expect_fill=0%;80;90;0;100 namespaces=1;;;0\n")]
    [InlineData("namespace-filling", "-w 90 -c 95", 0,
        "CONNTRACK OK - fullest of 3 tables 85 % full (510 of 600) in namespace (net:[4026532177], pid PID haproxy) | "
        + "fill=85%;90;95;0;100 entries=510;;;0;600" + NoRates + " bucket_load=0.002;4;8;0 expect_fill=0%;80;90;0;100 namespaces=3;;;0\n")]
    [InlineData("namespace-filling", "", 1,
        "CONNTRACK WARNING - table 85 % full (510 of 600) in namespace (net:[4026532177], pid PID haproxy) | fill=85%;80;90;0;100 "
        + "entries=510;;;0;600" + NoRates + " bucket_load=0.002;4;8;0 expect_fill=0%;80;90;0;100 namespaces=3;;;0\n" + Steps)]
    [InlineData("namespace-full-and-dropping", "", 2,
        "CONNTRACK CRITICAL - table 100 % full (600 of 600) in namespace (net:[4026532177], pid PID haproxy) | fill=100%;80;90;0;100 "
        + "entries=600;;;0;600" + NoRates + " bucket_load=0.002;4;8;0 expect_fill=0%;80;90;0;100 namespaces=3;;;0\n" + Steps
        + "Note: DROPS packets were dropped in namespaces that this check sees for the first time; the next run tells whether it goes "
        + "on\n")]
    [InlineData("namespace-full-and-dropping", "--namespace own", 0,
        "CONNTRACK OK - table 0 % full (0 of 600) | fill=0%;80;90;0;100 entries=0;;;0;600" + NoRates
        + " bucket_load=0.002;4;8;0 expect_fill=0%;80;90;0;100 namespaces=3;;;0\n")]
    [InlineData("namespace-full-and-dropping", "--namespace dnsmasq -w 5 -c 6", 0,
        "CONNTRACK OK - table 5 % full (30 of 600) in namespace (net:[4026532246], pid PID dnsmasq) | fill=5%;5;6;0;100 "
        + "entries=30;;;0;600" + NoRates
        + " bucket_load=0.002;4;8;0 expect_fill=0%;80;90;0;100 namespaces=3;;;0\n")]
    public void A_captured_tree_gives_exactly_this_output(string fixture, string options, int exitCode, string output)
    {
        var root = Repository.Fixture("check_conntrack", fixture);
        using var state = new TemporaryFolder();

        var run = ProcessRun.OfPlugin(
            "check_conntrack", ["--root", root, "--state-dir", state.Path, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(Numbers(output, root), run.Output);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
    }

    // Process ids and the number of drops are those of the capture: taken from its files, not from the check.
    private static string Numbers(string output, string root)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(root, "proc"))
            .Where(folder => File.Exists(Path.Combine(folder, "comm"))))
        {
            var process = File.ReadAllText(Path.Combine(folder, "comm")).Trim();
            var pid = Path.GetFileName(folder);
            output = output.Replace($"pid PID {process}", $"pid {pid} {process}", StringComparison.Ordinal);
            if (process == "haproxy")
            {
                var drops = File.ReadAllLines(Path.Combine(folder, "net/stat/nf_conntrack")).Skip(1)
                    .Sum(line => Convert.ToInt64(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[10], 16));
                output = output.Replace("-t PID", $"-t {pid}", StringComparison.Ordinal)
                    .Replace("DROPS", $"{drops}", StringComparison.Ordinal);
            }
        }

        return output;
    }
}
