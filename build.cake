// The build of NagiosChecks. `dotnet tool restore && dotnet cake` lists the targets.
// Checks and tests are found by their folders: checks/NAME/NAME.csproj and tests/NAME/NAME.csproj.
#nullable enable
using System.Diagnostics;
using System.Xml.Linq;

var target = Argument("target", "Default");
var configuration = Argument("configuration", "Release");
var only = Argument("only", "");

var root = MakeAbsolute(Directory("."));
var artifacts = root.Combine("artifacts");
var plugins = artifacts.Combine("plugins");
var symbols = artifacts.Combine("symbols");
var testResults = artifacts.Combine("test-results");

List<FilePath> Projects(string folder) => GetFiles($"./{folder}/*/*.csproj").OrderBy(path => path.FullPath, StringComparer.Ordinal).ToList();

bool Succeeds(string command, string arguments) =>
    StartProcess(command, new ProcessSettings { Arguments = arguments, RedirectStandardOutput = true, RedirectStandardError = true, Silent = true }) == 0;

bool Has(string command) => Succeeds("/bin/sh", $"-c \"command -v {command}\"");

bool IsRoot() => Environment.UserName == "root";

void Apt(IEnumerable<string> packages)
{
    var environment = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" };
    if (StartProcess("apt-get", new ProcessSettings { Arguments = "update -qq", EnvironmentVariables = environment }) != 0)
        Warning("apt-get update failed; trying the package lists that are there");
    var exit = StartProcess("apt-get", new ProcessSettings { Arguments = "install -y -qq --no-install-recommends " + string.Join(" ", packages), EnvironmentVariables = environment, RedirectStandardOutput = true });
    if (exit != 0)
        throw new CakeException($"apt-get install failed: {string.Join(" ", packages)}");
}

// Services must not start by themselves because a test needs their binaries.
IDisposable WithoutServiceStart()
{
    const string policy = "/usr/sbin/policy-rc.d";
    if (System.IO.File.Exists(policy))
        return new Undo(() => { });
    System.IO.File.WriteAllText(policy, "#!/bin/sh\nexit 101\n");
    StartProcess("chmod", "755 " + policy);
    return new Undo(() => System.IO.File.Delete(policy));
}

class Undo(Action action) : IDisposable
{
    public void Dispose() => action();
}

Task("Default").Description("Lists the targets").Does(context =>
{
    Information("dotnet cake --target=TARGET\n");
    foreach (var task in Tasks.Where(task => task.Name != "Default"))
        Information("  {0,-10} {1}", task.Name, task.Description);
});

Task("Clean").Description("Removes everything that was built").Does(() =>
{
    CleanDirectory(artifacts);
    foreach (var folder in GetDirectories("./{checks,shared,tests}/*/{bin,obj}"))
        DeleteDirectory(folder, new DeleteDirectorySettings { Recursive = true, Force = true });
});

Task("Solution").Description("Puts every project folder that is missing into NagiosChecks.sln").Does(() =>
{
    const string solution = "NagiosChecks.sln";
    if (!FileExists(solution))
        StartProcess("dotnet", "new sln --name NagiosChecks --format sln");
    var listed = System.IO.File.ReadAllText(solution).Replace('\\', '/');
    foreach (var folder in new[] { "checks", "shared", "tests" })
    {
        var missing = Projects(folder).Select(path => root.GetRelativePath(path).FullPath).Where(path => !listed.Contains($"\"{path}\"")).ToList();
        if (missing.Count > 0 && StartProcess("dotnet", $"sln {solution} add --solution-folder {folder} {string.Join(" ", missing)}") != 0)
            throw new CakeException("dotnet sln add failed");
    }
});

Task("Build").Description("Compiles everything; warnings are errors").IsDependentOn("Solution").Does(() =>
    DotNetBuild("NagiosChecks.sln", new DotNetBuildSettings { Configuration = configuration, Verbosity = DotNetVerbosity.Quiet, NoLogo = true }));

Task("Linker").Description("Sees to a C linker for NativeAOT (gcc or clang); installs gcc when root on Debian").Does(() =>
{
    if (Has("clang") || Has("gcc"))
        return;
    if (IsRoot() && Has("apt-get"))
        Apt(new[] { "gcc", "libc6-dev" });
    else
        throw new CakeException("NativeAOT needs a C linker: install gcc (Debian: apt-get install gcc libc6-dev; RHEL: dnf install gcc) or clang, then run this again");
});

Task("Publish").Description("Builds the executables into artifacts/plugins, their symbols into artifacts/symbols (--only=NAME for one)").IsDependentOn("Linker").Does(() =>
{
    EnsureDirectoryExists(plugins);
    EnsureDirectoryExists(symbols);
    foreach (var project in Projects("checks").Where(project => only.Length == 0 || project.GetFilenameWithoutExtension().FullPath == only))
    {
        var name = project.GetFilenameWithoutExtension().FullPath;
        var output = artifacts.Combine("publish").Combine(name);
        DotNetPublish(project.FullPath, new DotNetPublishSettings { Configuration = configuration, OutputDirectory = output, Verbosity = DotNetVerbosity.Quiet, NoLogo = true });
        // Replaced by rename, so that a running check is never written over.
        CopyFile(output.CombineWithFilePath(name), plugins.CombineWithFilePath(name + ".new"));
        System.IO.File.Move(plugins.CombineWithFilePath(name + ".new").FullPath, plugins.CombineWithFilePath(name).FullPath, overwrite: true);
        CopyFile(output.CombineWithFilePath(name + ".dbg"), symbols.CombineWithFilePath(name + ".dbg"));
        Information("{0,-28} {1:0.00} MB", name, new System.IO.FileInfo(plugins.CombineWithFilePath(name).FullPath).Length / 1e6);
    }
});

Task("Packages").Description("Installs the Debian packages that the tests and the benchmark use (tests/packages.txt), when root").Does(() =>
{
    var wanted = System.IO.File.ReadAllLines("tests/packages.txt").Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).ToList();
    var missing = wanted.Where(package => !Succeeds("dpkg-query", $"-W -f=${{Status}} {package}") || !IsInstalled(package)).ToList();
    if (missing.Count == 0)
        return;
    if (!IsRoot() || !Has("apt-get"))
    {
        Warning("not installed, so what needs them is skipped: {0}", string.Join(" ", missing));
        return;
    }

    using (WithoutServiceStart())
        Apt(missing);
});

bool IsInstalled(string package)
{
    StartProcess("dpkg-query", new ProcessSettings { Arguments = $"-W -f=${{db:Status-Status}} {package}", RedirectStandardOutput = true, RedirectStandardError = true, Silent = true }, out var lines);
    return lines.FirstOrDefault() == "installed";
}

Task("Test").Description("Runs every test (--only=PROJECT for one); a closing line counts them")
    .IsDependentOn("Packages").IsDependentOn("Publish").IsDependentOn("Build").Does(() =>
{
    CleanDirectory(testResults);
    var (passed, failed, skipped) = (0, 0, 0);
    var broken = new List<string>();
    foreach (var project in GetFiles("./tests/*.Tests/*.csproj").OrderBy(path => path.FullPath, StringComparer.Ordinal))
    {
        var name = project.GetFilenameWithoutExtension().FullPath;
        if (only.Length > 0 && name != only)
            continue;
        var clock = Stopwatch.StartNew();
        var exit = StartProcess("dotnet", $"test {project.FullPath} --configuration {configuration} --no-build --nologo --verbosity quiet --logger \"trx;LogFileName={name}.trx\" --results-directory {testResults.FullPath}");
        var report = testResults.CombineWithFilePath(name + ".trx");
        var results = FileExists(report) ? XDocument.Load(report.FullPath).Descendants().Where(element => element.Name.LocalName == "UnitTestResult").ToList() : new();
        int Count(params string[] outcomes) => results.Count(result => outcomes.Contains(result.Attribute("outcome")?.Value));
        var (good, none) = (Count("Passed"), Count("NotExecuted"));
        var bad = results.Count - good - none;
        foreach (var result in results.Where(result => result.Attribute("outcome")?.Value == "NotExecuted"))
            Information("SKIPPED {0}: {1}", result.Attribute("testName")?.Value, result.Descendants().FirstOrDefault(element => element.Name.LocalName is "Message" or "StdOut")?.Value.Trim());
        // A runner that ends badly or runs nothing is a failure even when no single test is.
        if (bad == 0 && (exit != 0 || results.Count == 0))
        {
            bad = 1;
            broken.Add($"{name}: the test run ended with exit code {exit} after {results.Count} tests");
        }

        (passed, failed, skipped) = (passed + good, failed + bad, skipped + none);
        Information("{0}: {1} passed, {2} failed, {3} skipped in {4:0} s", name, good, bad, none, clock.Elapsed.TotalSeconds);
    }

    foreach (var line in broken)
        Error(line);
    var summary = $"{passed} passed, {failed} failed, {skipped} skipped";
    System.IO.File.WriteAllText(testResults.CombineWithFilePath("summary.txt").FullPath, summary + "\n");
    Information(summary);
    if (failed > 0 || passed == 0)
        throw new CakeException("tests failed");
});

Task("Triage").Description("Builds the executables and runs all that apply to this host").IsDependentOn("Publish").Does(() =>
{
    var exit = StartProcess(plugins.CombineWithFilePath("triage").FullPath, new ProcessSettings());
    Information("(exit code {0}; run it again with {1})", exit, root.GetRelativePath(plugins.CombineWithFilePath("triage")).FullPath);
});

Task("Docs").Description("Puts each executable's --help into its page under docs/checks (--only=NAME for one)").IsDependentOn("Publish").Does(() =>
{
    foreach (var project in Projects("checks").Where(project => only.Length == 0 || project.GetFilenameWithoutExtension().FullPath == only))
    {
        var name = project.GetFilenameWithoutExtension().FullPath;
        var page = $"docs/checks/{name}.md";
        StartProcess(plugins.CombineWithFilePath(name), new ProcessSettings { Arguments = "--help", RedirectStandardOutput = true }, out var help);
        var text = System.IO.File.ReadAllText(page);
        var start = text.IndexOf("```text\n", text.IndexOf("## Help", StringComparison.Ordinal), StringComparison.Ordinal) + "```text\n".Length;
        var end = text.IndexOf("```", start, StringComparison.Ordinal);
        System.IO.File.WriteAllText(page, text[..start] + string.Join("\n", help).TrimEnd('\n') + "\n" + text[end..]);
    }
});

Task("Bench").Description("Compares run time, memory and size with other plugins, side by side in one run").IsDependentOn("Packages").IsDependentOn("Publish").Does(() =>
{
    if (StartProcess("tests/bench/run", new ProcessSettings { Arguments = plugins.FullPath }) != 0)
        throw new CakeException("the benchmark failed");
});

RunTarget(target);
