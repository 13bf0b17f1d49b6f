using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Published.Tests.Packaging;

/// <summary>Which version of glibc an executable needs: the highest version of a symbol that it asks for. RHEL 8 has 2.28, Debian 11 has
/// 2.31.</summary>
public sealed class SymbolVersionTests
{
    private static readonly Version Oldest = new(2, 28);

    public static TheoryData<string> Executables => PublishedCheck.All;

    [Theory]
    [MemberData(nameof(Executables))]
    public void An_executable_starts_with_glibc_2_28_and_later(string name)
    {
        var run = ProcessRun.Of(
            Requirements.Program("binutils", "/usr/bin/readelf"), ["--wide", "--version-info", Repository.Executable(name)]);
        Assert.Equal(0, run.ExitCode);
        var versions = Regex.Matches(run.Output, @"\bGLIBC_(\d+\.\d+)").Select(match => Version.Parse(match.Groups[1].Value)).ToList();
        if (versions.Count == 0)
        {
            // Linked statically: it asks for nothing, and no loader.
            var segments = ProcessRun.Of("/usr/bin/readelf", ["--wide", "--segments", Repository.Executable(name)]).Output;
            Assert.DoesNotContain("INTERP", segments);
            RunsWithNothingElse(name);
            return;
        }

        var highest = versions.Max()!;
        if (highest > Oldest)
            SkipWhereThereIsNoSysroot(highest);
        Assert.True(highest <= Oldest, $"{name} needs glibc {highest}, though Debian 11's C library can be had here");
    }

    // A system of this one file: no library, no loader, no /proc.
    private static void RunsWithNothingElse(string name)
    {
        if (Environment.UserName != "root")
            return;
        using var folder = new TemporaryFolder();
        Repository.CopyExecutable(name, Path.Combine(folder.Path, name));
        var run = ProcessRun.Of("/usr/sbin/chroot", [folder.Path, "/" + name, "--version"]);
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(name + " ", run.Output, StringComparison.Ordinal);
    }

    private static void SkipWhereThereIsNoSysroot(Version highest)
    {
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        var fetch = ProcessRun.Of(Path.Combine(Repository.Root, "packaging/sysroot/fetch"), [architecture]);
        Assert.SkipWhen(fetch.ExitCode != 0, $"built for this host's glibc {highest}: {fetch.Error.Trim()}");
    }
}
