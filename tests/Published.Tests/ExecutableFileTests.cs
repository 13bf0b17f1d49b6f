namespace Published.Tests;

/// <summary>The files themselves: small, stripped, alone, and content with what every Linux host has.</summary>
public sealed class ExecutableFileTests
{
    // Until glibc 2.34 threads, dlopen and timers were in libraries of their own.
    private static readonly string[] OfGlibc =
        ["libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"];

    public static TheoryData<string> Executables => PublishedCheck.All;

    [Theory]
    [MemberData(nameof(Executables))]
    public void An_executable_has_fewer_than_five_million_bytes_or_ten_when_it_speaks_to_a_server(string name)
    {
        var project = File.ReadAllText(Path.Combine(Repository.Root, "checks", name, name + ".csproj"));
        var speaks = name == "check_stale_acks" || project.Contains("MySql.Session", StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Repository.Executable(name)).Length, 500_000, speaks ? 9_999_999 : 4_999_999);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void An_executable_is_stripped_and_its_symbols_lie_in_the_symbols_folder(string name)
    {
        var sections = Readelf("--section-headers", Repository.Executable(name));
        Assert.DoesNotContain(".symtab", sections);
        Assert.DoesNotContain(".debug_info", sections);
        Assert.Contains(".symtab", Readelf("--section-headers", Path.Combine(Repository.Root, "artifacts", "symbols", name + ".dbg")));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void An_executable_needs_no_library_but_those_of_glibc_and_searches_none_beside_itself(string name)
    {
        var dynamic = Readelf("--dynamic", Repository.Executable(name)).Split('\n');
        Assert.DoesNotContain(
            dynamic, line => line.Contains("RUNPATH", StringComparison.Ordinal) || line.Contains("RPATH", StringComparison.Ordinal));
        var needed = dynamic.Where(line => line.Contains("(NEEDED)", StringComparison.Ordinal)).Select(line => line.Split('[', ']')[1]);
        Assert.Empty(needed.Except(OfGlibc));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void An_executable_runs_alone_in_an_empty_folder(string name)
    {
        using var folder = new TemporaryFolder();
        var alone = Path.Combine(folder.Path, name);
        Repository.CopyExecutable(name, alone);
        PublishedCheck.AssertResult(ProcessRun.Of(alone, []));
        Assert.Equal([alone], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Printing_the_help_touches_no_network_no_terminal_database_and_no_home(string name)
    {
        var strace = Requirements.Program("strace", "/usr/bin/strace");
        var run = ProcessRun.Of(
            strace, ["-f", "-e", "trace=network,open,openat,execve", Repository.Executable(name), "--help"],
            new Dictionary<string, string?> { ["HOME"] = "/nonexistent/home" });
        Assert.Contains("execve(", run.Error);
        Assert.DoesNotContain("socket(", run.Error);
        Assert.DoesNotContain("terminfo", run.Error);
        Assert.DoesNotContain("/nonexistent/home", run.Error);
    }

    private static string Readelf(string what, string path)
    {
        var run = ProcessRun.Of(Requirements.Program("binutils", "/usr/bin/readelf"), ["--wide", what, path]);
        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }
}
