using System.Text;
using Linux.Host;
using Nagios.Plugin;

namespace MySql.ReplicationTree;

/// <summary>A directory with a <see cref="Capture"/> of each server: a name and .tsv.</summary>
public static class CaptureFolder
{
    private const string Ending = ".tsv";
    private const int MostServers = 200;
    private const int MostBytes = 32 * 1024 * 1024;

    /// <summary>Reads a recording; the servers come in the order of their files' names.</summary>
    /// <param name="folder">The directory.</param>
    /// <exception cref="CheckException">It cannot be read, holds no captures, or one of them is none.</exception>
    public static IReadOnlyList<ServerAnswers> Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var files = new HostFiles("/");
        var path = Path.GetFullPath(folder);
        var names = List(path, folder);
        if (names.Length == 0)
            throw new CheckException($"--replay: {Clean(folder)} holds no file whose name ends in {Ending}; --record writes them");
        if (names.Length > MostServers)
            throw new CheckException($"--replay: {Clean(folder)} holds more than {MostServers} servers");
        var servers = new List<ServerAnswers>();
        foreach (var name in names)
        {
            var content = files.Read(Path.Combine(path, name), MostBytes);
            if (content.Outcome != FileOutcome.Read)
                throw new CheckException($"--replay: {UntrustedText.Clean(content.Explanation(), 300)}");
            servers.Add(Capture.Parse(name[..^Ending.Length], content.Text));
        }

        return servers;
    }

    /// <summary>Refuses a directory that holds a recording, before a server is asked.</summary>
    /// <param name="folder">The directory, which need not be there.</param>
    /// <exception cref="CheckException">It holds one, or cannot be made.</exception>
    public static void Prepare(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            _ = Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (List(folder, folder).Length > 0)
                throw new CheckException($"--record: {Clean(folder)} holds a recording already; name a directory for this one");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, failure);
        }
    }

    /// <summary>Writes a recording, for its owner's eyes only.</summary>
    /// <param name="folder">The directory; <see cref="Prepare"/> has made it.</param>
    /// <param name="servers">What the servers answered; their names are unique.</param>
    /// <exception cref="CheckException">A file cannot be written, or is there already.</exception>
    public static void Write(string folder, IReadOnlyList<ServerAnswers> servers)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(servers);
        foreach (var server in servers)
        {
            var path = Path.Combine(folder, server.Server.Replace('/', '_') + Ending);
            try
            {
                using var file = new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
                file.Write(Encoding.UTF8.GetBytes(
                    Capture.Write(server, $"server {server.Server}: {server.Variable("version") ?? "no answer"}")));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(path, failure);
            }
        }
    }

    private static string[] List(string path, string folder)
    {
        try
        {
            var names = Directory.GetFiles(path, "*" + Ending);
            for (var at = 0; at < names.Length; at++)
                names[at] = Path.GetFileName(names[at]);
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"{Clean(folder)} cannot be listed: {(failure is DirectoryNotFoundException
                ? "there is no such directory" : failure is UnauthorizedAccessException ? "permission denied" : "it is no directory")}");
        }
    }

    private static CheckException Unwritable(string path, Exception failure) =>
        new($"--record: {Clean(path)} cannot be written: {failure switch
        {
            UnauthorizedAccessException => "permission denied",
            DirectoryNotFoundException => "there is no such directory",
            _ => "it is there already, is no directory, or the disk is full",
        }}");

    private static string Clean(string path) => UntrustedText.Clean(path, 200);
}
