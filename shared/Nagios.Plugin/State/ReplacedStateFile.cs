using Linux.Host;

namespace Nagios.Plugin;

/// <summary>A state file that is replaced as a whole: written beside the old one and renamed over it, under a lock file.</summary>
internal sealed class ReplacedStateFile : StateFile
{
    private readonly FileDescriptor? _lock;

    /// <summary>Opens the state and takes its lock.</summary>
    public ReplacedStateFile(StateDirectory directory, string name, string key)
        : base(directory, name + ".state", key)
    {
        _lock = OpenLock();
    }

    /// <inheritdoc/>
    public override StateSnapshot? Load()
    {
        if (Read() is not { } content)
            return null;
        if (StateSnapshot.Parse(content, Key) is { } snapshot)
            return snapshot;
        SetAside("is damaged or of another version", _lock is not null);
        return null;
    }

    /// <inheritdoc/>
    public override bool Save(StateSnapshot snapshot)
    {
        if (_lock is null)
            return false;

        var content = snapshot.Serialize(Key);
        var temporary = Name + ".new";
        var error = content.Length > StateStore.MaximumBytes ? SystemError.FileTooLarge : Write(temporary, content);
        if (error == 0)
            error = Home.Files.Rename(temporary, Name);
        if (error == 0)
            return true;

        _ = Home.Files.Remove(temporary);
        Problem = $"state cannot be kept in {Home.Path}: {SystemError.Text(error)}";
        return false;
    }

    /// <inheritdoc/>
    public override void Dispose() => _lock?.Dispose();

    private FileDescriptor? OpenLock()
    {
        while (true)
        {
            var file = Home.Files.OpenFile(
                Name + ".lock", FileOpening.ReadWrite | FileOpening.Create | FileOpening.NoFollow | FileOpening.NonBlocking, out var error);
            if (file is null)
            {
                Problem = $"state cannot be kept in {Home.Path}: {SystemError.Text(error)}";
                return null;
            }

            error = TakeLock(file);
            if (error != 0)
            {
                file.Dispose();
                NotLocked(error);
                return null;
            }

            // A run that removes unused files may have removed this one after it was opened.
            if (file.Status is { LinkCount: > 0 } status)
            {
                // The lock's time says when the state was last used: a history that does not change is not written.
                if (UnusedStateFiles.IsOlderThanADay(status))
                    file.Touch();
                return file;
            }

            file.Dispose();
        }
    }

    private int Write(string name, ReadOnlySpan<byte> content)
    {
        _ = Home.Files.Remove(name);
        using var file =
            Home.Files.OpenFile(
            name, FileOpening.ReadWrite | FileOpening.Create | FileOpening.Exclusive | FileOpening.NoFollow, out var error);
        if (file is null)
            return error;
        error = file.WriteAll(content);
        if (error == 0 && Home.SharedStatus is { } shared)
            error = file.ReadableAs(shared);
        var closed = file.Close();
        return error != 0 ? error : closed;
    }

    private ArraySegment<byte>? Read()
    {
        // Non-blocking, so that a FIFO in its place cannot hold the check.
        using var file = Home.Files.OpenFile(Name, FileOpening.Read | FileOpening.NoFollow | FileOpening.NonBlocking, out var error);
        if (file is not null && (file.Status is not { IsRegularFile: true } status || status.UserId != RunningUser.Id))
        {
            SetAside("is not a regular file of this user", _lock is not null);
            return null;
        }

        ArraySegment<byte> content = default;
        if (file is not null)
            error = file.ReadAll(StateStore.MaximumBytes, out content);
        if (error == 0)
            return content;
        if (IsFilesFault(error))
            SetAside($"is not a readable file of this user ({SystemError.Text(error)})", _lock is not null);
        else if (error != SystemError.NoEntry)
            Problem = $"the state of the last run cannot be read from {Home.Path}/{Name}: {SystemError.Text(error)}";
        return null;
    }
}
