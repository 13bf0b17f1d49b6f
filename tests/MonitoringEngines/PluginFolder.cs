namespace MonitoringEngines;

/// <summary>
/// A plugins directory as an administrator fills it: copies of the published executables that every account may run. The
/// checkout itself may lie below a folder that the engines' account cannot enter.
/// </summary>
public sealed class PluginFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Copies executables.</summary>
    /// <param name="names">Their names; none for all of them.</param>
    public PluginFolder(params string[] names)
    {
        foreach (var name in names.Length > 0 ? names : Repository.Executables)
            Repository.CopyExecutable(name, System.IO.Path.Combine(_folder.Path, name));
        MakeReadable(_folder.Path);
    }

    /// <summary>The directory.</summary>
    public string Path => _folder.Path;

    /// <summary>The path of one executable in it.</summary>
    public string this[string name] => System.IO.Path.Combine(_folder.Path, name);

    /// <summary>Copies a captured file tree beside the plugins, readable for every account, and returns its path.</summary>
    public string Capture(string tree)
    {
        var copy = System.IO.Path.Combine(_folder.Path, "captured", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(copy);
        var run = ProcessRun.Of("cp", ["-RP", tree + "/.", copy]);
        Assert.True(run.ExitCode == 0, run.Error);
        MakeReadable(System.IO.Path.Combine(_folder.Path, "captured"));
        return copy;
    }

    /// <summary>Removes the directory.</summary>
    public void Dispose() => _folder.Dispose();

    private static void MakeReadable(string folder)
    {
        var run = ProcessRun.Of("chmod", ["-R", "a+rX", folder]);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
