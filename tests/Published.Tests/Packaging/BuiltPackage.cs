namespace Published.Tests.Packaging;

/// <summary>The Debian package of the published executables, built in a temporary directory.</summary>
public sealed class BuiltPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _once;

    public BuiltPackage() => _once = new Lazy<string>(() => Build("once"));

    /// <summary>The package that the tests share.</summary>
    public string Once => _once.Value;

    public void Dispose() => _folder.Dispose();

    /// <summary>Builds it into a directory of this name, not compressed and without symbols, which are what takes time.</summary>
    public string Build(string output)
    {
        Requirements.Program("debhelper", "/usr/bin/dh");
        var supply = Path.Combine(_folder.Path, "supply");
        var writer = Path.Combine(Repository.Root, "tests/DocsWriter/bin/Release/net10.0/DocsWriter.dll");
        Assert.True(File.Exists(writer), "tests/DocsWriter is not built: run dotnet cake --target=Build first");
        var environment = new Dictionary<string, string?>
        {
            ["NAGIOS_CHECKS_DEB_OPTIONS"] = "-Znone", ["SOURCE_DATE_EPOCH"] = "1764028800",
        };
        var written = ProcessRun.Of("dotnet", ["exec", writer, "--supply", supply], environment);
        Assert.True(written.ExitCode == 0, written.Output + written.Error);
        var plugins = Directory.CreateDirectory(Path.Combine(_folder.Path, "plugins")).FullName;
        foreach (var name in Repository.Executables)
            Repository.CopyExecutable(name, Path.Combine(plugins, name));

        var packed = ProcessRun.Of(
            Path.Combine(Repository.Root, "packaging/deb"),
            [plugins, Directory.CreateDirectory(Path.Combine(_folder.Path, "symbols")).FullName, supply,
                Path.Combine(_folder.Path, output)],
            environment, patience: TimeSpan.FromMinutes(3));

        Assert.True(packed.ExitCode == 0, packed.Output + packed.Error);
        return packed.Output.Trim();
    }
}
