using System.Globalization;

namespace DatabaseServers;

/// <summary>
/// What the test projects share on disk: server binaries and template data directories, made once under a lock, and the folders of
/// running servers. Outside the checkout, because a socket's path may have only 107 characters.
/// </summary>
internal static class TestCache
{
    /// <summary>The shared folder.</summary>
    internal static string Root { get; } = Path.Combine("/var/tmp", "nagioschecks-tests-" + Environment.UserName);

    private static int _numbered;

    /// <summary>Makes a folder of the cache if it is not there yet; two processes never make it at once, and half of it is never
    /// seen.</summary>
    /// <param name="name">The folder's name, with the version of what is in it.</param>
    /// <param name="make">Fills the folder that it is given.</param>
    internal static string Folder(string name, Action<string> make)
    {
        var folder = Path.Combine(Root, name);
        Directory.CreateDirectory(Root);
        using var held = Lock(name);
        if (Directory.Exists(folder))
            return folder;

        var unfinished = folder + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        make(unfinished);
        Directory.Move(unfinished, folder);
        return folder;
    }

    /// <summary>A new folder for one server; those of test processes that are gone are cleared away first, their servers with
    /// them.</summary>
    internal static string NewServerFolder()
    {
        var run = Path.Combine(Root, "run");
        Directory.CreateDirectory(run);
        foreach (var old in Directory.GetDirectories(run))
        {
            if (int.TryParse(Path.GetFileName(old).Split('-')[0], CultureInfo.InvariantCulture, out var owner)
                && !Directory.Exists($"/proc/{owner}"))
                Clear(old);
        }

        var folder = Path.Combine(
            run, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref _numbered)}"));
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static void Clear(string folder)
    {
        try
        {
            // Only a process whose command line names this very folder is one that the tests started.
            foreach (var process in Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                if (File.ReadAllText(Path.Combine(process, "cmdline")).Contains($"--datadir={folder}/", StringComparison.Ordinal))
                    System.Diagnostics.Process.GetProcessById(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)).Kill();
            }

            SmallFileSystem.UnmountBelow(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            // Another test process clears the same folder, or a process has just ended.
        }
    }

    // flock(2) behind FileShare.None: given back by the kernel whatever becomes of this process.
    private static FileStream Lock(string name)
    {
        var path = Path.Combine(Root, name + ".lock");
        var patience = DateTime.UtcNow.AddMinutes(5);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < patience)
            {
                Thread.Sleep(100);
            }
        }
    }
}
