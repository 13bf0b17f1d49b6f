using System.Globalization;

namespace DocsWriter;

/// <summary>Writes the generated parts of the documentation into their files and names those that changed. With --supply DIRECTORY it
/// writes
/// what a package must say about the code of others in it: sbom.cdx.json and THIRD-PARTY-NOTICES.TXT.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["--supply", var directory])
            return Supply(directory);
        foreach (var (path, text) in GeneratedDocs.Files().ToList())
        {
            var full = Path.Combine(Repository.Root, path);
            if (File.Exists(full) && File.ReadAllText(full) == text)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
            Console.WriteLine(path);
        }

        return 0;
    }

    private static int Supply(string directory)
    {
        var packages = LinkedPackage.All();
        var compiler = packages.First(package => package.Name.Contains("ILCompiler", StringComparison.Ordinal));
        Directory.CreateDirectory(directory);
        var seconds = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } epoch
            ? long.Parse(epoch, CultureInfo.InvariantCulture) : DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        File.WriteAllText(
            Path.Combine(directory, "sbom.cdx.json"),
                BillOfMaterials.Of(packages, StaticLibraries(), DateTimeOffset.FromUnixTimeSeconds(seconds)));
        File.Copy(
            LinkedPackage.FileOf(compiler, "THIRD-PARTY-NOTICES.TXT"), Path.Combine(directory, "THIRD-PARTY-NOTICES.TXT"), overwrite: true);
        return 0;
    }

    // What gcc links from this system; empty where dpkg does not know.
    private static List<(string Name, string Version, string License)> StaticLibraries()
    {
        var found = new List<(string, string, string)>();
        foreach (var (package, license) in new[]
        {
            ("libc6-dev", "LGPL-2.1-or-later"), ("libgcc-[0-9]*-dev", "GPL-3.0-or-later WITH GCC-exception-3.1"),
        })
        {
            var run = ProcessRun.Of("/usr/bin/dpkg-query", ["-W", "-f", "${source:Package} ${source:Version}\n", package]);
            var words = run.Output.Split('\n')[0].Split(' ');
            if (run.ExitCode == 0 && words is [_, { Length: > 0 } version])
                found.Add((words[0], version, license));
        }

        return found;
    }
}
