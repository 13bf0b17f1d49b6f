using System.Globalization;
using System.Text;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// Keeps a check's samples between runs, one small file per check and key, in a directory of the running user's own. Never throws
/// for what it finds there and never blinds the check: <see cref="Problem"/> says why nothing is remembered or kept, and the
/// check judges what it can.
/// </summary>
/// <remarks>
/// The directory must be a real directory of the running user with no write right for others (created 0700); files are opened
/// without following links, must belong to the user, are written beside and renamed into place under a lock, so that a run that is
/// killed in mid-write or runs twice at once leaves the old content or the new, never a mixture. There is no fsync: after a power
/// cut the checksum tells a torn file, which then counts as no sample. What is not ours is renamed to NAME.set-aside.
/// </remarks>
public sealed class StateStore : IDisposable
{
    /// <summary>A larger state is neither kept nor read: it has to fit into a check's memory several times.</summary>
    internal const int MaximumBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    private readonly string _key;
    private readonly string _fileName;
    private readonly string _path;
    private OpenedDirectory? _directory;
    private FileDescriptor? _lock;

    private StateStore(string path, string check, string key)
    {
        // Behind a trailing slash a link would be followed after all.
        _path = path.Length > 0 && path.AsSpan().Trim('/').IsEmpty ? "/" : path.TrimEnd('/');
        _key = key;
        _fileName = string.Create(CultureInfo.InvariantCulture, $"{check}-{StateSnapshot.Checksum(Encoding.UTF8.GetBytes(key)):x16}.state");
    }

    /// <summary>Why state cannot be read or kept, in an operator's words; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>The directory for this user when <c>--state-dir</c> is not given: the user's own directory UID in
    /// <c>$NAGIOS_PLUGIN_STATE_DIRECTORY</c>, where the Monitoring Plugins keep theirs; else /var/lib/nagios-checks for root and
    /// /var/tmp/nagios-checks-UID, which needs no set-up, for everybody else.</summary>
    public static string DefaultDirectory()
    {
        var user = RunningUser.Id.ToString(CultureInfo.InvariantCulture);
        return Environment.GetEnvironmentVariable("NAGIOS_PLUGIN_STATE_DIRECTORY") is { Length: > 0 } shared ? $"{shared}/{user}"
            : user == "0" ? "/var/lib/nagios-checks"
            : $"/var/tmp/nagios-checks-{user}";
    }

    /// <summary>Opens the state of one check under one key, and holds it against other runs until disposed.</summary>
    /// <param name="directory">The directory, made if missing; null for <see cref="DefaultDirectory"/>.</param>
    /// <param name="check">The executable's name; begins the file's name.</param>
    /// <param name="key">What tells this state from others of the same check, such as the options that select what is measured.</param>
    public static StateStore Open(string? directory, string check, string key)
    {
        var store = new StateStore(directory ?? DefaultDirectory(), check, key);
        store.OpenDirectory();
        if (store._directory is { } opened)
            store.TakeLock(opened);
        return store;
    }

    /// <summary>The last snapshot; null when there is none or none that can be trusted (then <see cref="Problem"/> may say why).</summary>
    public StateSnapshot? Load()
    {
        if (ReadFile() is not { } content)
            return null;
        if (StateSnapshot.Parse(content, _key) is { } snapshot)
            return snapshot;
        SetAside("is damaged or of another version");
        return null;
    }

    /// <summary>Replaces the snapshot, whole or not at all.</summary>
    /// <returns>False when it could not be kept; <see cref="Problem"/> says why.</returns>
    public bool Save(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (_directory is null || _lock is null)
            return false;

        var content = snapshot.Serialize(_key);
        var temporary = _fileName + ".new";
        var error = content.Length > MaximumBytes ? SystemError.FileTooLarge : Write(_directory, temporary, content);
        if (error == 0)
            error = _directory.Rename(temporary, _fileName);
        if (error == 0)
            return true;

        _ = _directory.Remove(temporary);
        Problem = $"state cannot be kept in {_path}: {SystemError.Text(error)}";
        return false;
    }

    /// <summary>Lets other runs in.</summary>
    public void Dispose()
    {
        _lock?.Dispose();
        _directory?.Dispose();
        (_lock, _directory) = (null, null);
    }

    private void OpenDirectory()
    {
        if (OpenedDirectory.Make(_path) is var reason and not (0 or SystemError.Exists))
        {
            Problem = $"state cannot be kept in {_path}: {SystemError.Text(reason)}; name a directory with --state-dir";
            return;
        }

        var directory = OpenedDirectory.TryOpen(_path, FileOpening.Read | FileOpening.NoFollow, out var error);
        if (directory is null)
        {
            Problem = error is SystemError.Loop or SystemError.NotDirectory
                ? $"state is not kept: {_path} is not a directory of its own (a link or a file); name another with --state-dir"
                : $"state cannot be kept in {_path}: {SystemError.Text(error)}; name a directory with --state-dir";
            return;
        }

        var user = RunningUser.Id;
        if (directory.OwnStatus is not { } status || status.UserId != user || status.IsWritableByOthers)
        {
            directory.Dispose();
            Problem = $"state is not kept: {_path} does not belong to user id {user} alone; remove it, or chown it and chmod it to 0700, "
                + $"or name another with --state-dir";
            return;
        }

        _directory = directory;
    }

    private void TakeLock(OpenedDirectory directory)
    {
        var file = directory.OpenFile(
            _fileName + ".lock", FileOpening.ReadWrite | FileOpening.Create | FileOpening.NoFollow | FileOpening.NonBlocking,
                out var error);
        if (file is null)
        {
            Problem = $"state cannot be kept in {_path}: {SystemError.Text(error)}";
            return;
        }

        var started = Environment.TickCount64;
        while ((error = file.TryLock()) != 0)
        {
            if (error is SystemError.Again or SystemError.Interrupted
                && Environment.TickCount64 - started <= LockPatience.TotalMilliseconds)
            {
                Thread.Sleep(5);
                continue;
            }

            file.Dispose();
            Problem = $"state is read but not kept: {_path}/{_fileName} "
                + $"{(error == SystemError.Again ? "is held by another run" : $"cannot be locked ({SystemError.Text(error)})")}";
            return;
        }

        _lock = file;
    }

    private static int Write(OpenedDirectory directory, string name, ReadOnlySpan<byte> content)
    {
        _ = directory.Remove(name);
        using var file =
            directory.OpenFile(
            name, FileOpening.ReadWrite | FileOpening.Create | FileOpening.Exclusive | FileOpening.NoFollow, out var error);
        if (file is null)
            return error;
        error = file.WriteAll(content);
        var closed = file.Close();
        return error != 0 ? error : closed;
    }

    private ArraySegment<byte>? ReadFile()
    {
        if (_directory is null)
            return null;

        // Non-blocking, so that a FIFO put there by somebody cannot hold the check.
        using var file = _directory.OpenFile(_fileName, FileOpening.Read | FileOpening.NoFollow | FileOpening.NonBlocking, out var error);
        if (file is null)
        {
            NotRead(error);
            return null;
        }

        if (file.Status is not { IsRegularFile: true } status || status.UserId != RunningUser.Id)
        {
            SetAside("is not a regular file of this user");
            return null;
        }

        error = file.ReadAll(MaximumBytes, out var content);
        if (error == 0)
            return content;
        NotRead(error);
        return null;
    }

    // Only what is wrong with the file itself sets it aside; a passing want of the system must not cost a good sample.
    private void NotRead(int error)
    {
        if (error is SystemError.Loop or SystemError.NoDevice or SystemError.Access or SystemError.FileTooLarge)
            SetAside($"is not a readable file of this user ({SystemError.Text(error)})");
        else if (error != SystemError.NoEntry)
            Problem = $"the state of the last run cannot be read from {_path}/{_fileName}: {SystemError.Text(error)}";
    }

    private void SetAside(string why)
    {
        // Without the lock another run may just have put a good one in its place.
        var moved = _lock is not null && _directory?.Rename(_fileName, _fileName + ".set-aside") == 0;
        Problem = $"the state of the last run {why}: "
            + $"{(moved ? $"set aside as {_path}/{_fileName}.set-aside" : $"remove {_path}/{_fileName}")}; what this run compares with "
            + $"earlier ones starts anew";
    }
}
