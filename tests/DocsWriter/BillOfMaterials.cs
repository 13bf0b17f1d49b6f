using System.Buffers;
using System.Text;
using System.Text.Json;
using Nagios.Plugin;

namespace DocsWriter;

/// <summary>
/// The software bill of materials of the package: CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/. It lists every NuGet package whose
/// code is linked in, .NET's packs, what is inside .NET's runtime by its notices, and the C libraries that are linked statically.
/// </summary>
internal static class BillOfMaterials
{
    // Linked from .NET's packs as static libraries; their versions are the runtime's.
    private static readonly (string Name, string License)[] InsideRuntime =
        [("zlib-ng", "Zlib"), ("brotli", "MIT"), ("libunwind", "MIT")];

    // All others are under the MIT licence, by their nuspec.
    private const string UsualLicense = "MIT";

    /// <summary>The document.</summary>
    /// <param name="packages">The NuGet packages and packs.</param>
    /// <param name="libraries">The Debian packages of the static C libraries, with version and licence.</param>
    /// <param name="time">When what is built was changed.</param>
    public static string Of(
        IReadOnlyList<LinkedPackage> packages, IReadOnlyList<(string Name, string Version, string License)> libraries, DateTimeOffset time)
    {
        var runtime = packages.First(package => package.Name.Contains("ILCompiler", StringComparison.Ordinal)).Version;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteString(
                "timestamp", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteStartObject("component");
            Identity(json, "application", "nagios-checks", CheckHost.Version, $"pkg:generic/nagios-checks@{CheckHost.Version}", "MIT");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var package in packages)
                Component(json, package.Name, package.Version, $"pkg:nuget/{package.Name}@{package.Version}", UsualLicense, package.Sha512);
            foreach (var (name, license) in InsideRuntime)
                Component(json, name, $"as in .NET {runtime}", $"pkg:generic/{name}?dotnet={runtime}", license, "");
            foreach (var (name, version, license) in libraries)
                Component(json, name, version, $"pkg:deb/debian/{name}@{version}?distro=debian", license, "");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Component(Utf8JsonWriter json, string name, string version, string address, string license, string sha512)
    {
        json.WriteStartObject();
        Identity(json, "library", name, version, address, license);
        if (sha512.Length > 0)
        {
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", "SHA-512");
            json.WriteString("content", sha512);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Identity(Utf8JsonWriter json, string type, string name, string version, string address, string license)
    {
        json.WriteString("type", type);
        json.WriteString("bom-ref", address);
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        // A licence with an exception is an expression and no name.
        if (license.Contains(' ', StringComparison.Ordinal))
            json.WriteString("expression", license);
        else
        {
            json.WriteStartObject("license");
            json.WriteString("id", license);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("purl", address);
    }
}
