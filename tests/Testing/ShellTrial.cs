using System.Text;
using System.Text.RegularExpressions;

namespace Testing;

/// <summary>
/// Runs a line of shell where it can do no harm, and tells what it called: a root directory of its own that holds a shell and
/// programs that only write down their arguments, in namespaces of its own for processes and network.
/// </summary>
public sealed class ShellTrial : IDisposable
{
    private const char EndOfCall = '\u001e';
    private static readonly string[] Builtins = ["echo", "kill", "cd", "umask", "ulimit"];
    private readonly TemporaryFolder _root = new();
    private readonly HashSet<string> _programs = [];

    /// <summary>Prepares the root directory; skips the test where the machine cannot make namespaces.</summary>
    /// <param name="shell">The shell, by its path.</param>
    public ShellTrial(string shell = "/bin/sh")
    {
        Assert.SkipUnless(ProcessRun.Of("unshare", [.. Unshare, "true"]).ExitCode == 0, "needs the right to make namespaces");
        CopyWithLibraries(shell, "bin/sh");
        foreach (var directory in new[] { "tmp", "etc/modprobe.d", "etc/sysctl.d", "sys/module/nf_conntrack/parameters", "proc/sys", "dev",
            "root" })
            Directory.CreateDirectory(Path.Combine(_root.Path, directory));
        File.WriteAllText(Path.Combine(_root.Path, "dev/null"), "");
        AddProgram("canary");
    }

    /// <summary>What a line of shell did.</summary>
    /// <param name="Calls">The programs that it called, each with its arguments, in order.</param>
    /// <param name="Error">What the shell said on standard error.</param>
    /// <param name="Files">Files that redirections made, by their path under the root.</param>
    /// <param name="Written">What stands in those files.</param>
    public sealed record Outcome(
        IReadOnlyList<string[]> Calls, string Error, IReadOnlyList<string> Files, IReadOnlyList<string> Written);

    private static string[] Unshare => Environment.UserName == "root"
        ? ["--fork", "--pid", "--net", "--ipc", "--mount"]
        : ["--user", "--map-root-user", "--fork", "--pid", "--net", "--ipc", "--mount"];

    /// <summary>Makes a directory that a redirection writes into.</summary>
    public ShellTrial WithDirectory(string path)
    {
        Directory.CreateDirectory(_root.Path + path);
        return this;
    }

    /// <summary>Adds a program that a line calls by its whole path.</summary>
    public ShellTrial WithProgram(string path)
    {
        WriteProgram(path, path);
        return this;
    }

    /// <summary>Runs a line. Every word that could be a program's name is one that only writes down how it was called.</summary>
    public Outcome Run(string line)
    {
        foreach (var builtin in Builtins)
            AddProgram(builtin);
        foreach (Match word in Regex.Matches(line, "[A-Za-z_][A-Za-z0-9_.+-]*"))
            AddProgram(word.Value);
        var calls = Path.Combine(_root.Path, "calls");
        File.WriteAllText(calls, "");
        var before = Files();
        // The functions stand for what a shell does itself; printf must stay, because quoting uses it.
        File.WriteAllText(
            Path.Combine(_root.Path, "line"),
            "PATH=/bin\n" + string.Concat(Builtins.Select(name => $"{name}() {{ /bin/{name} \"$@\"; }}\n")) + line + "\n");
        var run = ProcessRun.Of(
            "unshare", [.. Unshare, "chroot", _root.Path, "/bin/sh", "/line"], new Dictionary<string, string?> { ["HOME"] = "/root" });
        List<string> made = [.. Files().Except(before)];
        List<string> written = [.. made.Select(path => File.ReadAllText(_root.Path + path))];
        made.ForEach(path => File.Delete(_root.Path + path));
        return new Outcome(Read(calls), run.Error, made, written);
    }

    /// <summary>Removes the root directory.</summary>
    public void Dispose() => _root.Dispose();

    private static List<string[]> Read(string file)
    {
        var calls = new List<string[]>();
        var words = new List<string>();
        foreach (var word in File.ReadAllText(file, Encoding.UTF8).Split('\0').SkipLast(1))
        {
            if (word.Length == 1 && word[0] == EndOfCall)
            {
                calls.Add([.. words]);
                words.Clear();
            }
            else
                words.Add(word);
        }

        return calls;
    }

    private IEnumerable<string> Files() =>
        [.. Directory.EnumerateFiles(_root.Path, "*", SearchOption.AllDirectories).Select(path => path[_root.Path.Length..])
            .Where(path => path is not ("/calls" or "/line"))];

    private void AddProgram(string name)
    {
        if (name is "sh" or "printf" || name.Length > 100 || !_programs.Add(name))
            return;
        WriteProgram("/bin/" + name, name);
    }

    private void WriteProgram(string program, string name)
    {
        var path = _root.Path + program;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\nprintf '%s\\0' '{name}' \"$@\" >> /calls\nprintf '\\036\\0' >> /calls\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void CopyWithLibraries(string program, string target)
    {
        Copy(program, "/" + target);
        foreach (Match library in Regex.Matches(ProcessRun.Of("ldd", [program]).Output, "(/[^ ]+) \\("))
            Copy(library.Groups[1].Value, library.Groups[1].Value);
    }

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root.Path + to)!);
        File.Copy(from, _root.Path + to, overwrite: true);
    }
}
