using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>Files that are missing, closed, huge, binary, hostile or circular: always a state, one good first line, no crash.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void A_modprobe_d_file_that_this_user_cannot_read_makes_its_verdicts_unknown()
    {
        Requirements.Root();
        using var host = CapturedHost.AfterListing();
        host.Write("etc/modprobe.d/a.conf", "install nf_tables /bin/false\n");
        File.SetUnixFileMode(host.Write("etc/modprobe.d/secret.conf", "install loop /bin/false\n"), UnixFileMode.UserRead);

        var run = AsNobody(host, "--modules", "nf_conntrack,loop,nf_tables,nosuch", "-v");

        Assert.StartsWith(
            "KERNEL_MODULES CRITICAL - 1 loaded: nf_conntrack (tracks 65530 of 65536 connections): held by xt_conntrack, nf_nat; whether "
            + "it comes back stands in /etc/modprobe.d/secret.conf, which may not be read by this user; 1 unseen "
            + "(/etc/modprobe.d/secret.conf may not be read by this user): loop |", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "[UNKNOWN] loop is not known: would be loaded on demand, unless /etc/modprobe.d/secret.conf blocks it, which may not be read "
            + "by this user", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "[OK] nf_tables is blocked: 'install nf_tables /bin/false' (/etc/modprobe.d/a.conf:1)", run.Output, StringComparison.Ordinal);
        Assert.Contains("chmod a+r /etc/modprobe.d/secret.conf", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(3, AsNobody(host, "--modules", "loop").ExitCode);
        Assert.Equal(0, host.Check("--modules", "loop").ExitCode); // root reads it
    }

    [Fact]
    public void A_block_counts_only_when_no_hidden_file_comes_before_it()
    {
        Requirements.Root();
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/m.conf", "install loop /bin/false\n");
        File.SetUnixFileMode(host.Write("etc/modprobe.d/a.conf", ""), UnixFileMode.UserRead);
        Assert.Equal(3, AsNobody(host, "--modules", "loop").ExitCode);
        host.Delete("etc/modprobe.d/a.conf");
        File.SetUnixFileMode(host.Write("etc/modprobe.d/z.conf", ""), UnixFileMode.UserRead);
        Assert.Equal(0, AsNobody(host, "--modules", "loop").ExitCode);
    }

    [Fact]
    public void A_closed_directory_hides_all_verdicts_and_says_so()
    {
        Requirements.Root();
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/a.conf", "");
        File.SetUnixFileMode(Path.Combine(host.Path, "etc/modprobe.d"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var run = AsNobody(host, "--modules", "loop");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("chmod a+rx /etc/modprobe.d", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_hidden_file_may_block_is_unknown_even_when_boot_loads_it()
    {
        Requirements.Root();
        using var host = new CapturedHost();
        host.Write("etc/modules", "loop\n");
        File.SetUnixFileMode(host.Write("etc/modprobe.d/z.conf", ""), UnixFileMode.UserRead);
        var run = AsNobody(host, "--modules", "loop");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(
            "would be loaded at the next boot by 'loop' (/etc/modules:1), unless /etc/modprobe.d/z.conf blocks it", run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_module_directory_is_not_taken_for_a_missing_one()
    {
        Requirements.Root();
        using var host = new CapturedHost();
        File.SetUnixFileMode(Path.Combine(host.Path, "lib/modules"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var run = AsNobody(host, "--modules", "loop");
        Assert.StartsWith(
            "KERNEL_MODULES UNKNOWN - 1 unseen (/lib/modules/6.1.0-56-amd64 may not be read by this user): loop |", run.Output,
            StringComparison.Ordinal);
        Assert.Contains("chmod a+rx /lib/modules", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_proc_modules_is_replaced_by_sys_module()
    {
        Requirements.Root();
        using var host = new CapturedHost();
        File.SetUnixFileMode(Path.Combine(host.Path, "proc/modules"), UnixFileMode.None);
        host.Write("sys/module/loop/initstate", "live\n");
        host.Write("sys/module/loop/refcnt", "3\n");
        host.Write("sys/module/loop/holders/dm_x/x", "");
        host.Write("sys/module/nf_nat/parameters/x", "");
        var run = AsNobody(host, "--modules", "loop,nf_nat", "-v");
        Assert.Contains("loop is loaded: held by dm_x and 2 other references", run.Output, StringComparison.Ordinal);
        Assert.Contains("nf_nat is built in", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
    }

    [Theory]
    [InlineData("proc/modules", "binary")]
    [InlineData("proc/modules", "directory")]
    [InlineData("proc/cmdline", "binary")]
    [InlineData("proc/cmdline", "missing")]
    [InlineData("proc/sys/kernel/osrelease", "binary")]
    [InlineData("proc/sys/kernel/osrelease", "missing")]
    [InlineData("proc/sys/kernel/modules_disabled", "directory")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.dep", "binary")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.dep", "directory")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.dep", "huge")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.alias", "huge")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.alias", "binary")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.softdep", "binary")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.builtin", "binary")]
    [InlineData("lib/modules/6.1.0-56-amd64/modules.builtin.modinfo", "binary")]
    [InlineData("etc/modprobe.d/x.conf", "binary")]
    [InlineData("etc/modprobe.d/x.conf", "huge")]
    [InlineData("etc/modprobe.d/x.conf", "device")]
    [InlineData("etc/modprobe.d/x.conf", "pipe")]
    [InlineData("etc/modprobe.d/x.conf", "itself")]
    [InlineData("etc/modules-load.d/x.conf", "binary")]
    [InlineData("etc/modules", "binary")]
    [InlineData("etc/modules", "directory")]
    [InlineData("etc/modprobe.d", "binary")]
    public void Any_file_may_be_damaged(string file, string damage)
    {
        using var host = new CapturedHost();
        var path = Path.Combine(host.Path, file);
        if (File.Exists(path))
            File.Delete(path);
        switch (damage)
        {
            case "binary":
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var bytes = new byte[70_000];
                new Random(7).NextBytes(bytes);
                File.WriteAllBytes(path, bytes);
                break;
            case "huge":
                host.Write(file, string.Concat(Enumerable.Repeat("install loop /bin/false\n", 1_000_000)));
                break;
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "device":
                host.Link(file, "/dev/zero");
                break;
            case "pipe":
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Assert.Equal(0, ProcessRun.Of("/usr/bin/mkfifo", [path]).ExitCode);
                break;
            case "itself":
                host.Link(file, path);
                break;
            default:
                break;
        }

        AssertSane(host.Check("-v"));
        AssertSane(host.Check("--modules", "loop,ext4,nf_conntrack,ip_conntrack,unix,nosuch"));
    }

    [Fact]
    public void Hostile_file_names_and_lines_stay_inside_one_line()
    {
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/\u001b[2J|evil'\n= name.conf", "install loop /opt/\u001b[31mx | y\n");
        host.Write("etc/modprobe.d/zz.conf", $"install nf_nat {new string('x', 5000)}\n");
        var (code, output) = host.Check("--modules", "loop,nf_nat");
        Assert.Equal(1, code);
        Assert.DoesNotContain('\u001b', output);
        Assert.Single(output.Split('\n')[0].Split(" | ").Skip(1));
        Assert.All(output.TrimEnd('\n').Split('\n').Skip(1), line => Assert.DoesNotContain('|', line));
        Assert.True(Encoding.UTF8.GetByteCount(output) < 4096);
    }

    [Fact]
    public void Circles_of_aliases_soft_dependencies_and_holders_end()
    {
        using var host = new CapturedHost();
        host.Write("etc/modprobe.d/a.conf",
            "alias a b\nalias b a\nalias c c\nsoftdep loop pre: usb_storage\nsoftdep usb_storage pre: loop post: loop "
            + "usb_storage\nsoftdep * pre: loop\nalias loop loop\nalias nf_nat off\n");
        host.Write("proc/modules", "one 1 1 two, Live 0x0\ntwo 1 1 one, Live 0x0\n");
        host.Write($"{CapturedHost.Modules}/modules.dep", "loop.ko: usb_storage.ko\nusb_storage.ko: loop.ko\nnf_nat.ko: nf_nat.ko\n");
        var (code, output) = host.Check("--modules", "a,b,c,loop,usb_storage,one,two,nf_nat");
        AssertSane((code, output));
        Assert.Contains("modprobe -r two one", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_modules_are_judged_within_seconds_and_counted()
    {
        using var host = new CapturedHost();
        var names = Enumerable.Range(0, 10_000).Select(number => "m" + number.ToString(CultureInfo.InvariantCulture)).ToList();
        host.Write("proc/modules",
            string.Concat(names.Take(2000).Select((name, index) => $"{name} 1 0 {(index > 0 ? names[index - 1] + "," : "-")} Live 0x0\n")));
        host.Write($"{CapturedHost.Modules}/modules.dep",
            string.Concat(names.Take(6000)
            .Select((name, index) =>
                $"kernel/{name}.ko:"
                + string.Concat(Enumerable.Range(index / 10 * 10, index % 10).Reverse().Select(need => $" kernel/{names[need]}.ko"))
                + '\n')));
        host.Write("etc/modprobe.d/a.conf",
            string.Concat(names.Skip(4000).Take(1000)
            .Select((name, index) => index % 2 == 0 ? $"install {name} /bin/false\n" : $"alias {name} off\n")));
        var clock = Stopwatch.StartNew();

        var (code, output) = host.Check("--modules", string.Join(',', names), "--output", "json", "--timeout", "60");

        Assert.Equal(2, code);
        var perfdata = JsonNode.Parse(output)!["perfdata"]!.AsArray()
            .ToDictionary(item => item!["label"]!.GetValue<string>(), item => item!["value"]!.GetValue<double>());
        Assert.Equal(2000, perfdata["loaded"]);
        Assert.Equal(4000, perfdata["absent"]);
        Assert.Equal(4000, perfdata["loadable"] + perfdata["blocked"]);
        Assert.Equal(10_000, JsonNode.Parse(output)!["data"]!["modules"]!.AsArray().Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), clock.Elapsed.ToString());
    }

    [Fact]
    public void An_empty_tree_is_no_host()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        Assert.Equal(3, NagiosChecks.KernelModules.Program.Run(["--root", folder.Path], output));
        Assert.Contains("mount /proc, or name a captured tree with --root", output.ToString(), StringComparison.Ordinal);
    }

    internal static void AssertSane((int ExitCode, string Output) run)
    {
        Assert.InRange(run.ExitCode, 0, 3);
        var word = new[] { "OK", "WARNING", "CRITICAL", "UNKNOWN" }[run.ExitCode];
        Assert.StartsWith($"KERNEL_MODULES {word} - ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", run.Output, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(run.Output.Split('\n')[0]) < 1024);
    }

    private static ProcessRun AsNobody(CapturedHost host, params string[] options)
    {
        var setpriv = Requirements.Program("util-linux", "/usr/bin/setpriv");
        // The plugin itself may lie where nobody may go.
        var plugin = Path.Combine(host.Path, "check_kernel_modules");
        if (!File.Exists(plugin))
            Repository.CopyExecutable("check_kernel_modules", plugin);
        return ProcessRun.Of(setpriv, ["--reuid", "65534", "--regid", "65534", "--clear-groups", plugin, "--root", host.Path, .. options]);
    }
}
