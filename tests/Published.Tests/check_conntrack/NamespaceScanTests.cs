using System.Globalization;
using Linux.Host;

namespace NagiosChecks.Conntrack.Tests;

public class NamespaceScanTests
{
    [Fact]
    public void A_zombie_is_no_unseen_namespace()
    {
        Requirements.Root();

        // The shell becomes a sleep that never asks after its child: what is left of that child is a zombie until the sleep ends.
        var parent = ProcessRun.Start("/bin/sh", ["-c", "sleep 0 & exec sleep 600"]);
        try
        {
            Requirements.Until(() => HasZombie(parent.Id), TimeSpan.FromSeconds(10), "a zombie");
            Assert.Equal(0, NamespaceScan.Run(new HostFiles("/")).UnseenProcesses);
            Assert.True(HasZombie(parent.Id), "the zombie was gone before its time");
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public void A_process_whose_namespace_nobody_shows_is_counted()
    {
        using var root = new TemporaryFolder();
        foreach (var (process, state) in new[] { (1, "S (a) S"), (2, "x) Z (y) R"), (3, "gone) Z") })
        {
            var folder = Directory.CreateDirectory(Path.Combine(root.Path, "proc", process.ToString(CultureInfo.InvariantCulture)));
            File.WriteAllText(Path.Combine(folder.FullName, "stat"), $"{process} ({state} 1 1 1 0 -1\n");
        }

        Assert.Equal(2, NamespaceScan.Run(new HostFiles(root.Path)).UnseenProcesses);
    }

    private static bool HasZombie(int parent)
    {
        foreach (var child in File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.ReadAllText($"/proc/{child}/stat").Contains(") Z ", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
