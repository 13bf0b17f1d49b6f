using System.Collections.Concurrent;

namespace Testing;

/// <summary>Where things are in the checkout that the tests run from.</summary>
public static class Repository
{
    private static readonly ConcurrentDictionary<string, (string Path, DateTime Written)> NewestSources = new(StringComparer.Ordinal);

    /// <summary>The folder that holds NagiosChecks.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folders under checks/, which are the names of the executables.</summary>
    public static IReadOnlyList<string> Executables { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "checks")).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0)
            .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    /// <summary>A published executable. Fails the test when it is missing, or older than a source file that it is built from, so
    /// that no test judges yesterday's program.</summary>
    public static string Executable(string name)
    {
        var path = Path.Combine(Root, "artifacts", "plugins", name);
        Assert.True(File.Exists(path), $"{name} is not published: run dotnet cake --target=Publish --check={name} first");
        Assert.True(
            NewestSources.GetOrAdd(name, NewestSource) is var newest && newest.Written <= File.GetLastWriteTimeUtc(path),
            $"{name} is older than {newest.Path}: run dotnet cake --target=Publish --check={name} first");
        return path;
    }

    /// <summary>Copies a published executable, to be run from there. cp(1) writes it, because a file that this process has open for
    /// writing is open in every process that another test starts at that moment, and cannot be executed ("text file busy").</summary>
    public static void CopyExecutable(string name, string path)
    {
        var copy = ProcessRun.Of("/bin/cp", ["-p", "--", Executable(name), path]);
        Assert.True(copy.ExitCode == 0, copy.Error);
    }

    /// <summary>A directory or file of captured data: tests/fixtures/SUBJECT/... The subject is a check or a library.</summary>
    public static string Fixture(string subject, params string[] parts) => Path.Combine([Root, "tests", "fixtures", subject, .. parts]);

    private static (string Path, DateTime Written) NewestSource(string name) =>
        new[] { Path.Combine("checks", name), "shared" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".c" or ".csproj")
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split('/').Intersect(["bin", "obj"]).Any())
            .Concat(["Directory.Build.props", "Directory.Packages.props", "checks/Directory.Build.props", "checks/Directory.Build.targets",
                "packaging/sysroot/old_math.c", "packaging/sysroot/checksums"])
            .Select(file => (file, File.GetLastWriteTimeUtc(Path.Combine(Root, file))))
            .MaxBy(source => source.Item2);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NagiosChecks.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("the tests do not run inside a checkout: NagiosChecks.sln is in no folder above them");
    }
}
