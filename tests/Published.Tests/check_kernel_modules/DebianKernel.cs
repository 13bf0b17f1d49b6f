using System.Runtime.InteropServices;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>
/// The modules of a real Debian kernel: the linux-image package that apt knows, unpacked once for this machine and indexed with
/// depmod. Kept in the temporary folder between runs, by package version; made under another name first, so that a run that is
/// cut off leaves nothing half made.
/// </summary>
public sealed class DebianKernel
{
    private static readonly string Meta =
        $"linux-image-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}";

    // Test classes run side by side: one of them makes the folder.
    private static readonly Lock Gate = new();

    public DebianKernel()
    {
        try
        {
            lock (Gate)
                Root = Prepare();
        }
        catch (NotInReachException missing)
        {
            Missing = missing.Message;
        }

        if (Root is null)
            return;
        Version = Path.GetFileName(Directory.GetDirectories(Path.Combine(Root, "lib/modules")).Single());
        Tree = new ModuleTree(
            Read("modules.dep"), Read("modules.alias"), Read("modules.builtin"), Read("modules.builtin.modinfo"), () =>
            Read("modules.symbols"));
    }

    /// <summary>The folder that holds lib/modules; skips the test where the package is not in reach.</summary>
    public string Folder
    {
        get
        {
            Assert.SkipWhen(Root is null, Missing);
            return Root!;
        }
    }

    /// <summary>The kernel's version.</summary>
    public string Version { get; } = "";

    internal ModuleTree Tree { get; } = new("", "", "", "");

    private string? Root { get; }

    private string Missing { get; } = "";

    /// <summary>The text of one of depmod's files.</summary>
    public string Read(string name) => File.ReadAllText(Path.Combine(Root!, "lib/modules", Version, name));

    private static string Prepare()
    {
        foreach (var program in (string[])["/usr/bin/apt-get", "/usr/bin/dpkg", "/usr/sbin/depmod", "/usr/sbin/modprobe"])
        {
            if (!File.Exists(program))
                throw new NotInReachException($"needs {program} (Debian packages apt, dpkg and kmod)");
        }

        var package = Package() ?? (Run("apt-get", ["update", "-qq"]) ? Package() : null)
            ?? throw new NotInReachException($"apt knows no package {Meta}: run apt-get update");
        var folder = Path.Combine(Path.GetTempPath(), $"nagioschecks-kernel-{Environment.UserName}-{package}");
        if (Directory.Exists(folder))
            return folder;

        using var download = new TemporaryFolder();
        var root = Path.Combine(download.Path, "root");
        if (!Run("/bin/sh", ["-c", $"cd '{download.Path}' && apt-get download -qq {package}"])
            && !(Run("apt-get", ["update", "-qq"]) && Run("/bin/sh", ["-c", $"cd '{download.Path}' && apt-get download -qq {package}"])))
            throw new NotInReachException($"apt-get download {package} failed");
        var archive = Directory.GetFiles(download.Path, "*.deb").Single();
        // Only lib/modules: the rest of the image is of no use here.
        if (!Run("/bin/sh", ["-c", $"mkdir '{root}' && dpkg --fsys-tarfile '{archive}' | tar -x -C '{root}' ./lib/modules"]))
            throw new NotInReachException($"{package} could not be unpacked");
        Assert.True(Run("depmod", ["-b", root, Path.GetFileName(Directory.GetDirectories(Path.Combine(root, "lib/modules")).Single())]),
            "depmod failed");
        try
        {
            Directory.Move(root, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another test run was quicker.
        }

        return folder;
    }

    private static string? Package()
    {
        var line = ProcessRun.Of("apt-cache", ["depends", Meta]).Output.Split('\n')
            .FirstOrDefault(line => line.Contains("Depends: linux-image-", StringComparison.Ordinal));
        return line?.Split(':')[1].Trim();
    }

    private static bool Run(string program, IEnumerable<string> arguments) =>
        ProcessRun.Of(program, arguments, patience: TimeSpan.FromMinutes(3)).ExitCode == 0;

    private sealed class NotInReachException(string message) : Exception(message);
}
