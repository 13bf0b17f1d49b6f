using System.Text;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>A copy of the captured Debian host that a test may write on.</summary>
internal sealed class CapturedHost : IDisposable
{
    /// <summary>The kernel's directory of module tables, below the root.</summary>
    public const string Modules = "lib/modules/6.1.0-56-amd64";

    private readonly TemporaryFolder _folder = new();

    public CapturedHost()
    {
        var source = Repository.Fixture("check_kernel_modules", "debian-12");
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        // Another user must be able to look inside when the test gives him the rights.
        File.SetUnixFileMode(Path, (UnixFileMode)0x1ED);
    }

    /// <summary>The root.</summary>
    public string Path => _folder.Path;

    /// <summary>A host where somebody listed the iptables rules, once with connection tracking.</summary>
    public static CapturedHost AfterListing()
    {
        var host = new CapturedHost();
        host.Write("proc/modules", """
            xt_conntrack 16384 1 - Live 0x0000000000000000
            iptable_filter 16384 1 - Live 0x0000000000000000
            iptable_nat 16384 0 - Live 0x0000000000000000
            nf_nat 61440 1 iptable_nat, Live 0x0000000000000000
            nf_conntrack 188416 2 xt_conntrack,nf_nat, Live 0x0000000000000000
            nf_defrag_ipv6 24576 1 nf_conntrack, Live 0x0000000000000000
            nf_defrag_ipv4 16384 1 nf_conntrack, Live 0x0000000000000000
            ip_tables 36864 2 iptable_filter,iptable_nat, Live 0x0000000000000000
            x_tables 61440 3 xt_conntrack,iptable_filter,ip_tables, Live 0x0000000000000000
            libcrc32c 16384 2 nf_nat,nf_conntrack, Live 0x0000000000000000

            """);
        host.Write("proc/sys/net/netfilter/nf_conntrack_count", "65530\n");
        host.Write("proc/sys/net/netfilter/nf_conntrack_max", "65536\n");
        return host;
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    public string Link(string name, string target) => _folder.Link(name, target);

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    /// <summary>Runs the check in this process: exit code and standard output.</summary>
    public (int ExitCode, string Output) Check(params string[] options)
    {
        using var output = new StringWriter(new StringBuilder());
        var exitCode = NagiosChecks.KernelModules.Program.Run(["--root", Path, .. options], output);
        return (exitCode, output.ToString());
    }

    public void Dispose() => _folder.Dispose();
}
