namespace NagiosChecks.Triage.Tests;

/// <summary>Executables that the system cannot load: gcc makes them here, and the kernel and glibc's loader refuse them.</summary>
public sealed class ProgramLoaderTests : IDisposable
{
    private const string Empty = "int main(void) { return 0; }";
    private readonly TemporaryFolder _plugins = new();

    [Fact]
    public void A_loader_that_is_not_on_this_system_is_named()
    {
        Compile(Empty, "check_conntrack", "-Wl,--dynamic-linker=/lib/ld-of-another-libc.so.1");

        Assert.Contains(
            "UNKNOWN   conntrack  could not be started: No such file or directory; the file is there, but not "
            + "/lib/ld-of-another-libc.so.1, which the system needs to load it",
            Triage(), StringComparison.Ordinal);
    }

    // What Debian 11 said of executables that were built for glibc 2.34: the version is asked for, and this host's library has it not.
    [Fact]
    public void A_version_that_the_library_of_this_host_has_not_is_named_in_the_loader_s_words()
    {
        Compile("int of_tomorrow(void) { return 0; }", "libtomorrow.so", "-shared", "-Wl,-soname,libtomorrow.so", Script("GLIBC_9.99"));
        Compile("int of_tomorrow(void); int main(void) { return of_tomorrow(); }", "check_conntrack",
            $"-L{_plugins.Path} -ltomorrow -Wl,-rpath,{_plugins.Path}");
        Compile("int of_tomorrow(void) { return 0; }", "libtomorrow.so", "-shared", "-Wl,-soname,libtomorrow.so", Script("GLIBC_1.11"));

        Assert.Matches(
            @"UNKNOWN   conntrack  gave no report \(exit code 1\): it printed nothing; on standard error: '.*libtomorrow\.so: version "
            + "`GLIBC_9.99' not found",
            Triage());
    }

    [Fact]
    public void An_executable_of_another_processor_is_told_in_the_kernel_s_words()
    {
        Compile(Empty, "check_conntrack");
        var path = Path.Combine(_plugins.Path, "check_conntrack");
        var bytes = File.ReadAllBytes(path);
        bytes[18] = 0x16; // e_machine: S/390
        File.WriteAllBytes(path, bytes);

        Assert.Contains("UNKNOWN   conntrack  could not be started: Exec format error", Triage(), StringComparison.Ordinal);
    }

    public void Dispose() => _plugins.Dispose();

    private string Script(string version) =>
        "-Wl,--version-script=" + _plugins.Write("versions", $"{version} {{ global: of_tomorrow; local: *; }};\n");

    private void Compile(string source, string output, params string[] options)
    {
        var gcc = Requirements.Program("gcc", "/usr/bin/gcc");
        var run = ProcessRun.OfShell(
            $"{gcc} {_plugins.Write("source.c", source)} -o {Path.Combine(_plugins.Path, output)} {string.Join(' ', options)}");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private string Triage() =>
        ProcessRun.OfPlugin(
            "triage", "--plugins", _plugins.Path, "--only", "conntrack", "--state-dir", Path.Combine(_plugins.Path, "state"))
            .Output;
}
