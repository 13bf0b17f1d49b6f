using Linux.Host;

namespace MySql.Session;

/// <summary>How option files are reached: as this process reaches them, in a captured tree, or as a server's process could.</summary>
internal interface IOptionFileReader
{
    /// <summary>Reads a regular file.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="status">Owner and mode of the very file that was read; null when none was.</param>
    FileContent Read(string path, out FileStatus? status);

    /// <summary>The names in a directory; null when it is missing or may not be listed.</summary>
    IReadOnlyList<string>? List(string path);
}

/// <summary>This host's files, or those of a captured tree.</summary>
internal sealed class HostOptionFileReader(HostFiles files) : IOptionFileReader
{
    private const int MaximumBytes = 1024 * 1024;

    /// <inheritdoc/>
    public FileContent Read(string path, out FileStatus? status)
    {
        // Owner and mode are those of the open file: what stands under its path a moment later may be another.
        status = null;
        if (files.IsCaptured)
            return files.Read(path);
        using var file = FileDescriptor.Open(path, FileOpening.Read | FileOpening.NonBlocking, out _);
        if (file?.Status is not { IsRegularFile: true } opened || file.ReadAll(MaximumBytes, out var content) != 0)
            return files.Read(path, MaximumBytes);
        status = opened;
        return new FileContent(path, FileOutcome.Read, System.Text.Encoding.UTF8.GetString(content));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string path)
    {
        try
        {
            return files.List(path);
        }
        catch (HostException)
        {
            return null;
        }
    }
}

/// <summary>The files that a server's process names.</summary>
internal sealed class ProcessOptionFileReader(ProcessFiles files) : IOptionFileReader
{
    /// <inheritdoc/>
    public FileContent Read(string path, out FileStatus? status) => files.Read(path, out status);

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string path) => files.List(path);
}
