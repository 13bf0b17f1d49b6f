namespace Testing;

/// <summary>A folder of a test's own, removed with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>A folder below the system's temporary one.</summary>
    public TemporaryFolder()
        : this(Directory.CreateTempSubdirectory("nagioschecks-test-").FullName)
    {
    }

    private TemporaryFolder(string path) => Path = path;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>A folder in memory, for tens of thousands of small files; on disk where there is no /dev/shm.</summary>
    public static TemporaryFolder InMemory() =>
        Directory.Exists("/dev/shm")
            ? new TemporaryFolder(Directory.CreateDirectory($"/dev/shm/nagioschecks-test-{Guid.NewGuid():N}").FullName)
            : new TemporaryFolder();

    /// <summary>A folder on whose way nobody but root may write: below /run.</summary>
    public static TemporaryFolder OfRoot() => new(Directory.CreateDirectory($"/run/nagioschecks-test-{Guid.NewGuid():N}").FullName);

    /// <summary>Writes a text file below the folder, with the folders above it, and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Makes a symbolic link below the folder, dangling or not.</summary>
    public string Link(string name, string target)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
        return path;
    }

    /// <summary>Removes the folder; what another process still writes there is left to the system.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that a test has just killed may still hold a file for a moment.
        }
        catch (UnauthorizedAccessException)
        {
            // The same, or a test took the rights away.
        }
    }
}
