using System.Text.Json;

namespace DocsWriter;

/// <summary>A NuGet package whose code is in the executables, as restore noted it in obj/project.assets.json of the checks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">The hash of the .nupkg file in hexadecimal; empty for a pack of the SDK, of which restore notes none.</param>
internal sealed record LinkedPackage(string Name, string Version, string Sha512)
{
    // The packs that the linker takes objects from: .NET's runtime and libraries as native code.
    private static readonly string[] Packs = ["DotNet.ILCompiler", "Runtime.NativeAOT"];

    /// <summary>The packages of all checks, in the order of their names.</summary>
    /// <exception cref="InvalidOperationException">A check was not published.</exception>
    public static IReadOnlyList<LinkedPackage> All()
    {
        var found = new Dictionary<string, LinkedPackage>(StringComparer.Ordinal);
        foreach (var check in Repository.Executables)
        {
            using var assets = JsonDocument.Parse(File.ReadAllText(AssetsOf(check)));
            foreach (var package in Libraries(assets.RootElement).Concat(PacksOf(assets.RootElement)))
                found[$"{package.Name}/{package.Version}"] = package;
        }

        return [.. found.Values.OrderBy(package => package.Name, StringComparer.Ordinal)];
    }

    /// <summary>The text of a file of a package, such as the notices that have to go along with its code.</summary>
    public static string FileOf(LinkedPackage package, string file)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(AssetsOf(Repository.Executables[0])));
        return assets.RootElement.GetProperty("packageFolders").EnumerateObject()
            .Select(folder => Path.Combine(folder.Name, package.Name.ToLowerInvariant(), package.Version, file))
            .First(File.Exists);
    }

    private static string AssetsOf(string check)
    {
        var path = Path.Combine(Repository.Root, "checks", check, "obj/project.assets.json");
        return File.Exists(path) ? path
            : throw new InvalidOperationException($"{check} was not published: run dotnet cake --target=Publish first");
    }

    private static IEnumerable<LinkedPackage> Libraries(JsonElement assets)
    {
        var native = assets.GetProperty("targets").EnumerateObject()
            .First(target => target.Name.Contains('/', StringComparison.Ordinal)).Value;
        foreach (var library in native.EnumerateObject())
        {
            var isLinked = library.Value.GetProperty("type").GetString() == "package"
                && library.Value.TryGetProperty("runtime", out var runtime)
                && runtime.EnumerateObject().Any();
            if (!isLinked)
                continue;
            var hash = assets.GetProperty("libraries").GetProperty(library.Name).GetProperty("sha512").GetString()!;
            yield return new LinkedPackage(
                library.Name.Split('/')[0], library.Name.Split('/')[1], Convert.ToHexStringLower(Convert.FromBase64String(hash)));
        }
    }

    private static IEnumerable<LinkedPackage> PacksOf(JsonElement assets) =>
        assets.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value
            .GetProperty("downloadDependencies").EnumerateArray()
            .Select(pack => new LinkedPackage(
                pack.GetProperty("name").GetString()!, pack.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0], ""))
            .Where(pack => Array.Exists(Packs, part => pack.Name.Contains(part, StringComparison.Ordinal)));
}
