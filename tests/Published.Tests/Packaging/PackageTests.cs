using System.Text.RegularExpressions;

namespace Published.Tests.Packaging;

/// <summary>The Debian package, made from the published executables, in a copy of this machine that vanishes. PackageTest of the build does
/// the same in Debian 11, 12 and 13, with lintian.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PackageTests(BuiltPackage built) : IClassFixture<BuiltPackage>
{
    // Its MariaDB shows among the processes of this host, where the checks of the other tests would find it.
    private const string Name = "nothing else runs beside the package's servers";

    [Fact]
    public void Installed_upgraded_and_removed_it_does_what_it_promises()
    {
        Requirements.Root();
        Requirements.Program("nagios4-core", "/usr/sbin/nagios4");
        Requirements.Program("icinga2-bin", "/usr/sbin/icinga2");
        Requirements.Program("nagios-nrpe-plugin", "/usr/lib/nagios/plugins/check_nrpe");
        Requirements.Program("mariadb-server", "/usr/sbin/mariadbd");
        var package = built.Once;

        var walk = ProcessRun.Of(
            Path.Combine(Repository.Root, "tests/package-lab/walk"), [package, "/"], patience: TimeSpan.FromMinutes(5));

        Assert.DoesNotContain("not ok", walk.Output, StringComparison.Ordinal);
        Assert.True(walk.ExitCode == 0, walk.Output + walk.Error);
        Assert.Equal(14, Regex.Count(walk.Output, "^ok ", RegexOptions.Multiline));
    }

    [Fact]
    public void Two_packages_of_the_same_executables_are_the_same_bit_for_bit() =>
        Assert.Equal(File.ReadAllBytes(built.Once), File.ReadAllBytes(built.Build("twice")));

    [Fact]
    public void It_is_called_by_the_version_of_the_suite_and_depends_on_no_newer_glibc_than_the_executables()
    {
        var package = built.Once;
        var version = Regex.Match(
            File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), "<Version>(.*)</Version>").Groups[1].Value;
        Assert.StartsWith($"nagios-checks_{version}_", Path.GetFileName(package), StringComparison.Ordinal);

        var control = ProcessRun.Of("/usr/bin/dpkg-deb", ["--field", package]).Output;

        var highest = Repository.Executables
            .SelectMany(name => Regex.Matches(
                ProcessRun.Of("/usr/bin/readelf", ["--wide", "--version-info", Repository.Executable(name)]).Output, @"\bGLIBC_(\d+\.\d+)"))
            .Select(match => Version.Parse(match.Groups[1].Value)).Max();
        Assert.Contains($"libc6 (>= {highest})", control, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Built-Using: glibc \(= \S+\)$", control);
    }
}
