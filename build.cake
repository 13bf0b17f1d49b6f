// The build of NagiosChecks. `dotnet tool restore && dotnet cake` lists the targets.
// Checks are found by their directories, checks/NAME/NAME.csproj, and test projects by theirs, tests/NAME.Tests.
#nullable enable
using System.Diagnostics;
using System.Xml.Linq;

var target = Argument("target", "Default");
var configuration = Argument("configuration", "Release");
var check = Argument("check", Argument("only", ""));
var tests = Argument("tests", "");
var filter = Argument("filter", "");

var root = MakeAbsolute(Directory("."));
var plugins = root.Combine("artifacts/plugins");
var symbols = root.Combine("artifacts/symbols");
var testResults = root.Combine("artifacts/test-results");

List<FilePath> Projects(string pattern) => GetFiles(pattern).OrderBy(path => path.FullPath, StringComparer.Ordinal).ToList();
string NameOf(FilePath project) => project.GetFilenameWithoutExtension().FullPath;
void Run(string program, ProcessArgumentBuilder arguments)
{
    if (StartProcess(program, new ProcessSettings { Arguments = arguments }) != 0)
        throw new CakeException($"{program} {arguments.RenderSafe()} failed");
}

Task("Default").Description("Lists the targets").Does(() =>
{
    Information("dotnet cake --target=TARGET\n");
    foreach (var task in Tasks.Where(task => task.Name != "Default"))
        Information("  {0,-10} {1}", task.Name, task.Description);
});

Task("Clean").Description("Removes everything that was built").Does(() =>
{
    CleanDirectory("artifacts");
    foreach (var directory in GetDirectories("./{checks,shared,tests}/*/{bin,obj}"))
        DeleteDirectory(directory, new DeleteDirectorySettings { Recursive = true, Force = true });
});

Task("Build").Description("Compiles everything; warnings are errors").Does(() =>
    DotNetBuild("NagiosChecks.sln", new DotNetBuildSettings { Configuration = configuration, Verbosity = DotNetVerbosity.Quiet, NoLogo = true }));

// The directory of Debian 11's C library for the architecture that is built for; null where it cannot be had, and then why.
string? Sysroot()
{
    var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString() == "Arm64" ? "arm64" : "amd64";
    var settings = new ProcessSettings { Arguments = architecture, RedirectStandardOutput = true, RedirectStandardError = true };
    var exit = StartProcess("packaging/sysroot/fetch", settings, out var output, out var problem);
    if (exit == 0)
        return output.Single();
    Information("The executables are linked against this host's C library, and another host needs one as new. With packages of Debian 11 "
        + "they would start with glibc 2.28 and later, but: {0}", string.Join(" ", problem));
    return null;
}

Task("Linker").Description("Finds a C linker for NativeAOT (gcc or clang); installs gcc when root on Debian").Does(() =>
    Run("tests/install-packages", "--linker"));

Task("Packages").Description("Installs the Debian packages of tests/packages.txt that are missing, when root").Does(() =>
    Run("tests/install-packages", "tests/packages.txt"));

Task("Publish").Description("Builds the executables into artifacts/plugins, their symbols into artifacts/symbols (--check=NAME for one)")
    .IsDependentOn("Linker").Does(() =>
{
    EnsureDirectoryExists(plugins);
    EnsureDirectoryExists(symbols);
    var chosen = Projects("./checks/*/*.csproj").Where(project => check.Length == 0 || NameOf(project) == check).ToList();
    if (chosen.Count == 0)
        throw new CakeException($"--check={check}: there is no checks/{check}/{check}.csproj");
    var sysroot = Sysroot();
    foreach (var project in chosen)
    {
        var name = NameOf(project);
        var output = root.Combine("artifacts/publish").Combine(name);
        DotNetPublish(project.FullPath, new DotNetPublishSettings
        {
            Configuration = configuration, OutputDirectory = output, Verbosity = DotNetVerbosity.Quiet, NoLogo = true,
            ArgumentCustomization = arguments => sysroot is null ? arguments : arguments.AppendQuoted($"-p:DebianSysroot={sysroot}"),
        });
        // Replaced by rename, so that a running check is never written over; dated now, so that tests can tell a stale one.
        var (fresh, executable) = (plugins.CombineWithFilePath(name + ".new").FullPath, plugins.CombineWithFilePath(name).FullPath);
        CopyFile(output.CombineWithFilePath(name), fresh);
        System.IO.File.SetLastWriteTimeUtc(fresh, DateTime.UtcNow);
        System.IO.File.Move(fresh, executable, overwrite: true);
        CopyFile(output.CombineWithFilePath(name + ".dbg"), symbols.CombineWithFilePath(name + ".dbg"));
        Information("{0,-28} {1:0.00} MB", name, new System.IO.FileInfo(executable).Length / 1e6);
    }
});

Task("Package").Description("Publishes, and packs everything as a Debian package into artifacts/package").IsDependentOn("Publish").Does(() =>
{
    Run("tests/install-packages", "packaging/packages.txt");
    DotNetRun("tests/DocsWriter", new ProcessArgumentBuilder().Append("--supply").AppendQuoted(root.Combine("artifacts").FullPath),
        new DotNetRunSettings { Configuration = configuration });
    Run("packaging/deb", new ProcessArgumentBuilder().AppendQuoted(plugins.FullPath).AppendQuoted(symbols.FullPath)
        .Append("artifacts artifacts/package"));
});

Task("PackageTest").Description("Installs, upgrades, removes and purges the package in Debian 11, 12 and 13 (--release=NAME for one)")
    .IsDependentOn("Package").Does(() =>
{
    Run("tests/install-packages", "tests/package-lab/host-packages");
    Run("tests/package-lab/releases", new ProcessArgumentBuilder().Append(Argument("release", "bullseye bookworm trixie")));
});

void Test(IEnumerable<FilePath> projects)
{
    CleanDirectory(testResults);
    var (passed, failed, skipped) = (0, 0, 0);
    foreach (var project in projects)
    {
        var name = NameOf(project);
        var clock = Stopwatch.StartNew();
        var arguments = new ProcessArgumentBuilder().Append("test").AppendQuoted(project.FullPath)
            .Append($"--configuration {configuration} --no-build --nologo --verbosity quiet --logger \"trx;LogFileName={name}.trx\"")
            .Append("--results-directory").AppendQuoted(testResults.FullPath);
        if (filter.Length > 0)
            arguments.Append("--filter").AppendQuoted(filter);
        var exit = StartProcess("dotnet", new ProcessSettings { Arguments = arguments });
        var report = testResults.CombineWithFilePath(name + ".trx").FullPath;
        var results = System.IO.File.Exists(report)
            ? XDocument.Load(report).Descendants().Where(element => element.Name.LocalName == "UnitTestResult").ToList() : new();
        string? Outcome(XElement result) => result.Attribute("outcome")?.Value;
        var left = results.Where(result => Outcome(result) == "NotExecuted").ToList();
        foreach (var result in left)
        {
            var reason = result.Descendants().FirstOrDefault(element => element.Name.LocalName is "Message" or "StdOut")?.Value.Trim();
            Information("SKIPPED {0}: {1}", result.Attribute("testName")?.Value, reason);
        }

        var good = results.Count(result => Outcome(result) == "Passed");
        var bad = results.Count - good - left.Count;
        // A runner that ends badly or runs nothing is a failure even when no single test is.
        if (bad == 0 && filter.Length == 0 && (exit != 0 || results.Count == 0))
        {
            bad = 1;
            Error("{0}: the test run ended with exit code {1} after {2} tests", name, exit, results.Count);
        }

        (passed, failed, skipped) = (passed + good, failed + bad, skipped + left.Count);
        Information("{0}: {1} passed, {2} failed, {3} skipped in {4:0} s", name, good, bad, left.Count, clock.Elapsed.TotalSeconds);
    }

    var summary = $"{passed} passed, {failed} failed, {skipped} skipped";
    System.IO.File.WriteAllText(testResults.CombineWithFilePath("summary.txt").FullPath, summary + "\n");
    Information(summary);
    if (failed > 0 || passed == 0)
        throw new CakeException("tests failed");
}

Task("UnitTest").Description("Runs the tests that need no server, no engine, no root and no executable").Does(() =>
{
    DotNetBuild("tests/Unit.Tests", new DotNetBuildSettings { Configuration = configuration, Verbosity = DotNetVerbosity.Quiet, NoLogo = true });
    Test(Projects("./tests/Unit.Tests/*.csproj"));
});

Task("Test").Description("Runs every test; a closing line counts them (--tests=Unit|Published|Servers|Engines, --filter=EXPRESSION)")
    .IsDependentOn("Packages").IsDependentOn("Publish").IsDependentOn("Build")
    .Does(() => Test(Projects("./tests/*.Tests/*.csproj").Where(project => tests.Length == 0 || NameOf(project).Replace(".Tests", "") == tests)));

Task("Triage").Description("Builds the executables and runs all that apply to this host").IsDependentOn("Publish").Does(() =>
    Information("(exit code {0}; run it again with artifacts/plugins/triage)", StartProcess(plugins.CombineWithFilePath("triage"))));

Task("Docs").Description("Writes help, states, perfdata and the tables of checks into README and docs, from the code").Does(() =>
    DotNetRun("tests/DocsWriter", new DotNetRunSettings { Configuration = configuration }));

Task("KernelLab").Description("Boots a Debian kernel in software and holds what two checks say against what it does")
    .IsDependentOn("Publish").Does(() =>
{
    Run("tests/install-packages", "tests/kernel-lab/host-packages");
    Run("tests/kernel-lab/run", new ProcessArgumentBuilder().AppendQuoted(plugins.FullPath));
});

Task("FailoverLab").Description("Carries out the plans of check_failover on real trees of both families, in all situations that get one").Does(() =>
{
    DotNetBuild("tests/Servers.Tests", new DotNetBuildSettings { Configuration = configuration, Verbosity = DotNetVerbosity.Quiet, NoLogo = true });
    var program = root.CombineWithFilePath($"tests/Servers.Tests/bin/{configuration}/net10.0/Servers.Tests");
    var variables = new Dictionary<string, string?> { ["FAILOVER_LAB"] = "1" };
    var arguments = new ProcessArgumentBuilder().Append("-class").Append("NagiosChecks.Failover.Tests.PlanExecutionTests");
    if (StartProcess(program, new ProcessSettings { Arguments = arguments, EnvironmentVariables = variables }) != 0)
        throw new CakeException("a printed plan did not bring a whole tree");
});

Task("Bench").Description("Compares run time, memory and size with other plugins, side by side in one run")
    .IsDependentOn("Packages").IsDependentOn("Publish").Does(() => Run("tests/bench/run", new ProcessArgumentBuilder().AppendQuoted(plugins.FullPath)));

Task("Fuzz").Description("Reads mutated binlogs of real servers for as many rounds as --rounds says (default 5,000,000)").Does(() =>
{
    DotNetBuild("tests/Unit.Tests", new DotNetBuildSettings { Configuration = configuration, Verbosity = DotNetVerbosity.Quiet, NoLogo = true });
    var variables = new Dictionary<string, string?>
    {
        ["NAGIOSCHECKS_FUZZ_ROUNDS"] = Argument("rounds", "5000000"),
        ["NAGIOSCHECKS_FUZZ_SEED"] = Argument("seed", (DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 1_000_000_000).ToString()),
    };
    Information("seed {0}", variables["NAGIOSCHECKS_FUZZ_SEED"]);
    var arguments = new ProcessArgumentBuilder().Append("-method").Append("*Two_hundred_thousand_mutations*");
    var program = root.CombineWithFilePath($"tests/Unit.Tests/bin/{configuration}/net10.0/Unit.Tests");
    if (StartProcess(program, new ProcessSettings { Arguments = arguments, EnvironmentVariables = variables }) != 0)
        throw new CakeException("a mutated binlog was not read as it must be: keep its round as a test");
});

RunTarget(target);
