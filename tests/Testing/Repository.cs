namespace Testing;

/// <summary>Where things are in the checkout that the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder that holds NagiosChecks.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folders under checks/, which are the names of the executables.</summary>
    public static IReadOnlyList<string> Executables { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "checks")).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    /// <summary>A published executable; fails the test when `dotnet cake --target=Publish` has not made it.</summary>
    public static string Executable(string name)
    {
        var path = Path.Combine(Root, "artifacts", "plugins", name);
        Assert.True(File.Exists(path), $"{name} is not published: run dotnet cake --target=Publish first");
        return path;
    }

    /// <summary>A fixture folder or file beside a test project: tests/PROJECT/fixtures/...</summary>
    public static string Fixture(string project, params string[] parts) => Path.Combine([Root, "tests", project, "fixtures", .. parts]);

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
