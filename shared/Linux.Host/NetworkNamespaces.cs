using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>What was read inside one network namespace.</summary>
/// <param name="File">The file that stands for the namespace.</param>
/// <param name="Problem">What kept the visit from entering it, in an operator's words; null when it was entered.</param>
/// <param name="Contents">What was read, in the order of the paths that were asked for; empty when it was not entered.</param>
public sealed record NamespaceVisit(string File, string? Problem, IReadOnlyList<FileContent> Contents);

/// <summary>
/// Reads files under /proc as a process inside another network namespace sees them (setns(2), network_namespaces(7)). Only the
/// thread that reads enters the namespace; it ends with the visit, so that the rest of the program never leaves its own.
/// </summary>
public static partial class NetworkNamespaces
{
    private const int NetworkNamespace = 0x40000000;

    /// <summary>Visits namespaces one after the other. Needs CAP_SYS_ADMIN, in practice root.</summary>
    /// <param name="namespaceFiles">Files such as /run/netns/NAME or /proc/PID/ns/net.</param>
    /// <param name="paths">What to read in each; /proc/thread-self/net in place of /proc/net, which means the program's own.</param>
    /// <param name="patience">How long to wait; namespaces that were not visited by then have "no answer in time" as their problem.</param>
    public static IReadOnlyList<NamespaceVisit> Visit(IReadOnlyList<string> namespaceFiles, IReadOnlyList<string> paths, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(namespaceFiles);
        ArgumentNullException.ThrowIfNull(paths);
        var visits = new NamespaceVisit?[namespaceFiles.Count];
        if (visits.Length == 0)
            return [];

        var visitor = new Thread(() =>
        {
            for (var index = 0; index < visits.Length; index++)
                Volatile.Write(ref visits[index], VisitOne(namespaceFiles[index], paths));
        })
        { IsBackground = true };
        visitor.Start();
        visitor.Join(patience);
        var seen = new NamespaceVisit[visits.Length];
        for (var index = 0; index < seen.Length; index++)
            seen[index] = Volatile.Read(ref visits[index]) ?? new NamespaceVisit(namespaceFiles[index], "no answer in time", []);
        return seen;
    }

    private static NamespaceVisit VisitOne(string path, IReadOnlyList<string> paths)
    {
        using (var file = FileDescriptor.Open(path, FileOpening.Read | FileOpening.NonBlocking, out var error))
        {
            if (file is null)
                return NotEntered(path, error);
            if (SetNamespace(file.Number, NetworkNamespace) != 0)
                return NotEntered(path, Marshal.GetLastPInvokeError());
        }

        var here = new HostFiles("/");
        var contents = new FileContent[paths.Count];
        for (var index = 0; index < contents.Length; index++)
            contents[index] = here.Read(paths[index]);
        return new NamespaceVisit(path, null, contents);
    }

    private static NamespaceVisit NotEntered(string path, int error) => new(path, error switch
    {
        SystemError.NotPermitted or SystemError.Access => "only root may enter a network namespace that has no process",
        _ => SystemError.Text(error),
    }, []);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
