namespace Published.Tests.Packaging;

/// <summary>packaging/sysroot/fetch where it cannot get what it wants: one line, exit code 1, nothing left behind, and no
/// waiting.</summary>
public sealed class SysrootTests : IDisposable
{
    private const string Package = "pool/main/g/glibc/libc6_2.31-13+deb11u11_amd64.deb";
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("", "usage: packaging/sysroot/fetch amd64|arm64")]
    [InlineData("sparc", "usage: packaging/sysroot/fetch amd64|arm64")]
    public void Misuse_is_told(string architecture, string problem) => AssertRefused(Fetch(architecture), problem);

    [Fact]
    public void It_can_be_switched_off() =>
        AssertRefused(Fetch("amd64", ("NAGIOS_CHECKS_SYSROOT", "none")), "NAGIOS_CHECKS_SYSROOT=none switches it off");

    [Fact]
    public void A_mirror_that_does_not_answer_is_given_up_at_once()
    {
        Requirements.Program("apt", "/usr/lib/apt/apt-helper");

        var run = Fetch("amd64", ("NAGIOS_CHECKS_MIRROR", "http://127.0.0.1:9/debian"));

        AssertRefused(run, "the mirror does not give libc6_2.31-13+deb11u11_amd64.deb: ");
        Assert.InRange(run.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_package_that_has_not_the_checksum_is_refused()
    {
        Requirements.Program("apt", "/usr/lib/apt/apt-helper");
        var path = Path.Combine(_folder.Path, "mirror", Package);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "not the package");

        var run = Fetch("amd64", ("NAGIOS_CHECKS_MIRROR", $"file:{_folder.Path}/mirror"));

        AssertRefused(run, "the mirror does not give libc6_2.31-13+deb11u11_amd64.deb: ");
        Assert.Contains("Hash Sum mismatch", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _folder.Dispose();

    private ProcessRun Fetch(string architecture, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string?> { ["NAGIOS_CHECKS_CACHE"] = Path.Combine(_folder.Path, "cache") };
        foreach (var (name, value) in variables)
            environment[name] = value;
        return ProcessRun.Of(Path.Combine(Repository.Root, "packaging/sysroot/fetch"), [architecture], environment);
    }

    private void AssertRefused(ProcessRun run, string problem)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(problem, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        var cache = Path.Combine(_folder.Path, "cache");
        Assert.True(!Directory.Exists(cache) || Directory.GetFileSystemEntries(cache).Length == 0);
    }
}
