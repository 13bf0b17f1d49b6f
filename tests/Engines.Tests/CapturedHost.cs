using System.Globalization;
using System.Text;

namespace Engines.Tests;

/// <summary>
/// Makes file trees for --root in the formats of the kernel: a connection-tracking table of a given size and fill, network
/// namespaces with a table each, loaded modules.
/// </summary>
internal sealed class CapturedHost(string folder)
{
    private const string Columns =
        "entries  clashres found new invalid ignore delete delete_list insert insert_failed drop early_drop icmp_error  expect_new "
        + "expect_create expect_delete search_restart";
    private int _process = 100;

    public CapturedHost Table(string count, int maximum)
    {
        Write("proc/sys/net/netfilter/nf_conntrack_count", count);
        Write("proc/net/stat/nf_conntrack",
            Statistics(int.TryParse(count, CultureInfo.InvariantCulture, out var entries) ? entries : 0, processors: 2));
        Write("proc/sys/net/netfilter/nf_conntrack_max", maximum.ToString(CultureInfo.InvariantCulture));
        Write("proc/sys/net/netfilter/nf_conntrack_buckets", maximum.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A namespace with one process.</summary>
    public CapturedHost Namespace(string processName, int entries)
    {
        var process = NewNamespace(processName);
        Write($"proc/{process}/net/stat/nf_conntrack", Statistics(entries, processors: 2));
        return this;
    }

    /// <summary>Kernel modules that are loaded.</summary>
    public CapturedHost Modules(IEnumerable<string> names)
    {
        Write("proc/sys/kernel/osrelease", "6.1.0-1-amd64");
        Write("proc/modules", string.Concat(names.Select(name => $"{name} 16384 0 - Live 0x0000000000000000\n")));
        return this;
    }

    /// <summary>
    /// So much to read that it takes minutes: namespaces whose counters are those of a machine with thousands of processors,
    /// just below the size that the check refuses. Reading of all kinds is non-blocking, so nothing simpler holds a check.
    /// </summary>
    public CapturedHost Endless()
    {
        Write("proc/huge", Statistics(1, processors: 25_000));
        for (var count = 0; count < 2000; count++)
        {
            var process = NewNamespace("worker");
            Directory.CreateDirectory(Path.Combine(folder, $"proc/{process}/net/stat"));
            File.CreateSymbolicLink(Path.Combine(folder, $"proc/{process}/net/stat/nf_conntrack"), "../../../huge");
        }

        return this;
    }

    private int NewNamespace(string processName)
    {
        var process = ++_process;
        Write($"proc/{process}/comm", processName);
        Directory.CreateDirectory(Path.Combine(folder, $"proc/{process}/ns"));
        File.CreateSymbolicLink(Path.Combine(folder, $"proc/{process}/ns/net"), $"net:[{4026532000 + process}]");
        return process;
    }

    private static string Statistics(int entries, int processors)
    {
        var text = new StringBuilder(Columns).Append('\n');
        for (var processor = 0; processor < processors; processor++)
            text.Append(CultureInfo.InvariantCulture,
                $"{entries:x8}  00000000 00000000 00000000 00000007 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
                + $"00000000  00000000 00000000 00000000 00000000\n");
        return text.ToString();
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.EndsWith('\n') ? text : text + "\n");
    }
}
