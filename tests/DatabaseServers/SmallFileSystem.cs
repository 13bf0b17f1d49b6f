namespace DatabaseServers;

/// <summary>A tmpfs of a few megabytes, to be filled up by a test. Needs root.</summary>
public sealed class SmallFileSystem : IDisposable
{
    private SmallFileSystem(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>Free bytes.</summary>
    public long Free => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Mounts one that a database server may write to; skips the test where that is not possible.</summary>
    /// <param name="folder">The mount point, made if missing.</param>
    /// <param name="megabytes">Its size.</param>
    public static SmallFileSystem Mount(string folder, int megabytes)
    {
        Requirements.Root();
        Directory.CreateDirectory(folder);
        var mounted = ProcessRun.OfShell($"mount -t tmpfs -o size={megabytes}m,mode=0777 tmpfs {folder}");
        Assert.SkipUnless(mounted.ExitCode == 0, $"cannot mount a tmpfs here: {mounted.Error.Trim()}");
        return new SmallFileSystem(folder);
    }

    /// <summary>Gives it another size while it is in use.</summary>
    public void Resize(int megabytes)
    {
        var run = ProcessRun.OfShell($"mount -o remount,size={megabytes}m {Folder}");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>Unmounts it, at once or as soon as nobody uses it.</summary>
    public void Dispose() => _ = ProcessRun.OfShell($"umount {Folder} 2>/dev/null || umount -l {Folder}");

    /// <summary>Unmounts what a test process left behind.</summary>
    internal static void UnmountBelow(string folder)
    {
        foreach (var mount in File.ReadLines("/proc/mounts").Select(line => line.Split(' ')[1])
            .Where(mount => mount.StartsWith(folder + "/", StringComparison.Ordinal)))
            _ = ProcessRun.OfShell($"umount -l {mount}");
    }
}
