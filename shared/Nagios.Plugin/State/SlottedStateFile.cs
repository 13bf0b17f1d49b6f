using System.Globalization;
using System.Text;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// A state file that is written in place, for state that means nothing after a reboot. It has two slots; each run writes the one
/// that holds the older snapshot, so that the newer one stays whole when the run is killed. No run creates or renames a file, so
/// none waits for the file system to flush one.
/// </summary>
/// <remarks>A slot is the line <c>slot NUMBER LENGTH CHECKSUM</c>, and as many bytes of a <see cref="StateSnapshot"/>. The checksum is
/// that of these bytes, so that a first line never counts for the content of the run before. The higher number is the newer slot.
/// The file is sparse: between the slots it takes no space.</remarks>
internal sealed class SlottedStateFile : StateFile
{
    /// <summary>The room of a slot, its first line included.</summary>
    internal const int SlotBytes = 4 * 1024 * 1024;

    private const int FirstRead = 4096;
    private readonly string _baseName;
    private FileDescriptor? _file;
    private bool _isLocked;
    private bool _isLoaded;
    private long _newest;

    /// <summary>Opens the file and takes its lock.</summary>
    public SlottedStateFile(StateDirectory directory, string name, string key)
        : base(directory, name + ".slots", key)
    {
        _baseName = name;
        Open();
    }

    /// <inheritdoc/>
    public override StateSnapshot? Load()
    {
        if (_file is null)
            return null;
        _isLoaded = true;
        StateSnapshot? newest = null;
        _newest = 0;
        var isEmpty = true;
        for (var slot = 0; slot < 2; slot++)
        {
            var error = ReadSlot(slot, out var number, out var content);
            if (error != 0)
            {
                Problem = $"the state of the last run cannot be read from {Home.Path}/{Name}: {SystemError.Text(error)}";
                return null;
            }

            isEmpty &= content.Count == 0 && number == 0;
            if (number > _newest && StateSnapshot.Parse(content, Key) is { } snapshot)
                (_newest, newest) = (number, snapshot);
        }

        if (newest is not null || isEmpty)
            return newest ?? LoadReplacedFile();
        SetAside("is damaged or of another version", _isLocked);
        Close();
        Open();
        return null;
    }

    /// <inheritdoc/>
    public override bool Save(StateSnapshot snapshot)
    {
        if (_file is null || !_isLocked)
            return false;
        if (!_isLoaded)
            _ = Load();

        var number = _newest + 1;
        var content = snapshot.Serialize(Key);
        var header = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"slot {number} {content.Length} {StateSnapshot.Checksum(content):x16}\n"));
        var error = header.Length + content.Length > SlotBytes
            ? SystemError.FileTooLarge
            : _file!.WriteAt(number % 2 * SlotBytes, [.. header, .. content]);
        if (error == 0)
        {
            _newest = number;
            return true;
        }

        Problem = $"state cannot be kept in {Home.Path}: {SystemError.Text(error)}";
        return false;
    }

    /// <inheritdoc/>
    public override void Dispose() => Close();

    private void Close()
    {
        _file?.Dispose();
        (_file, _isLocked) = (null, false);
    }

    private void Open()
    {
        while (_file is null)
        {
            var file = Home.Files.OpenFile(
                Name, FileOpening.ReadWrite | FileOpening.Create | FileOpening.NoFollow | FileOpening.NonBlocking, out var error);
            if (file is null && !IsFilesFault(error))
            {
                _file = Home.Files.OpenFile(Name, FileOpening.Read | FileOpening.NoFollow | FileOpening.NonBlocking, out _);
                Problem = $"state cannot be kept in {Home.Path}: {SystemError.Text(error)}";
                return;
            }

            if (file?.Status is not { IsRegularFile: true } status || status.UserId != RunningUser.Id)
            {
                file?.Dispose();
                SetAside(error == 0 ? "is not a regular file of this user"
                    : $"is not a readable file of this user ({SystemError.Text(error)})", mayMove: true);
                if (Home.Files.Status(Name, followLinks: false) is not null)
                    return;
                continue;
            }

            error = TakeLock(file);
            if (error != 0)
                NotLocked(error);
            // A run that removes unused files may have removed this one after it was opened.
            else if (file.Status is not { LinkCount: > 0 })
            {
                file.Dispose();
                continue;
            }

            (_file, _isLocked) = (file, error == 0);
        }
    }

    // The state of version 1.0.0, which had one way to keep state, in the directory of today's lasting state.
    private StateSnapshot? LoadReplacedFile()
    {
        var path = Home.Files.Status(_baseName + ".state") is not null ? Home.Path : StateStore.DefaultDirectory();
        if (FileStatus.Read($"{path}/{_baseName}.state") is null)
            return null;
        using var directory = StateDirectory.Open(path, isDefault: false, out _, out _);
        if (directory is null)
            return null;
        using var file = new ReplacedStateFile(directory, _baseName, Key);
        return file.Load();
    }

    private int ReadSlot(int slot, out long number, out ArraySegment<byte> content)
    {
        number = 0;
        content = ArraySegment<byte>.Empty;
        var buffer = new byte[FirstRead];
        var error = _file!.ReadAt(slot * SlotBytes, buffer, out var length);
        if (error != 0)
            return error;

        var end = buffer.AsSpan(0, length).IndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            // A slot that was never written reads as nothing, or as zeros before the other slot.
            if (buffer.AsSpan(0, length).ContainsAnyExcept((byte)0))
                number = -1;
            return 0;
        }

        var words = Encoding.ASCII.GetString(buffer, 0, end - 1).Split(' ');
        if (words.Length != 4 || words[0] != "slot"
            || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            || !int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes > SlotBytes - end)
        {
            number = -1;
            return 0;
        }

        if (end + bytes > buffer.Length)
        {
            buffer = new byte[end + bytes];
            error = _file.ReadAt(slot * SlotBytes, buffer, out length);
        }

        if (error == 0 && length >= end + bytes)
            content = new ArraySegment<byte>(buffer, end, bytes);
        if (words[3] != StateSnapshot.Checksum(content).ToString("x16", CultureInfo.InvariantCulture))
            number = -1;
        return error;
    }
}
