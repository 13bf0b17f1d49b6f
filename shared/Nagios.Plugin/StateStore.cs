using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

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
    private const int MaximumBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    private readonly string _key;
    private readonly string _fileName;
    private readonly string _path;
    private int _directory = -1;
    private int _lock = -1;

    private StateStore(string path, string check, string key)
    {
        _path = path;
        _key = UntrustedText.Clean(key, 2000);
        _fileName = $"{check}-{StateSnapshot.Checksum(_key):x16}.state";
    }

    /// <summary>Why state cannot be read or kept, in an operator's words; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>The directory for this user when <c>--state-dir</c> is not given: <c>$NAGIOS_PLUGIN_STATE_DIRECTORY</c>, else
    /// /var/lib/nagios-checks for root and /var/tmp/nagios-checks-UID, which needs no set-up, for everybody else.</summary>
    public static string DefaultDirectory()
    {
        var named = Environment.GetEnvironmentVariable("NAGIOS_PLUGIN_STATE_DIRECTORY");
        if (!string.IsNullOrEmpty(named))
            return named;
        var user = NativeMethods.EffectiveUser();
        return user == 0 ? "/var/lib/nagios-checks" : string.Create(CultureInfo.InvariantCulture, $"/var/tmp/nagios-checks-{user}");
    }

    /// <summary>Opens the state of one check under one key, and holds it against other runs until disposed.</summary>
    /// <param name="directory">The directory, made if missing; null for <see cref="DefaultDirectory"/>.</param>
    /// <param name="check">The executable's name; begins the file's name.</param>
    /// <param name="key">What tells this state from others of the same check, such as the options that select what is measured.</param>
    public static StateStore Open(string? directory, string check, string key)
    {
        var store = new StateStore(directory ?? DefaultDirectory(), check, key);
        store.OpenDirectory();
        if (store.Problem is null)
            store.TakeLock();
        return store;
    }

    /// <summary>The last snapshot; null when there is none or none that can be trusted (then <see cref="Problem"/> may say why).</summary>
    public StateSnapshot? Load()
    {
        if (_directory < 0 || ReadFile() is not { } text)
            return null;
        if (StateSnapshot.Parse(text, _key) is { } snapshot)
            return snapshot;
        SetAside("is damaged or of another version");
        return null;
    }

    /// <summary>Replaces the snapshot, whole or not at all.</summary>
    /// <returns>False when it could not be kept; <see cref="Problem"/> says why.</returns>
    public bool Save(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (_directory < 0 || _lock < 0)
            return false;

        var temporary = _fileName + ".new";
        _ = NativeMethods.UnlinkAt(_directory, temporary, 0);
        var file = NativeMethods.OpenAt(_directory, temporary, NativeMethods.ReadWrite | NativeMethods.Create | NativeMethods.Exclusive | NativeMethods.NoFollow | NativeMethods.CloseOnExec, 0x180);
        var kept = file >= 0 && WriteAll(file, Encoding.UTF8.GetBytes(snapshot.Serialize(_key)));
        var error = Marshal.GetLastPInvokeError();
        if (file >= 0)
            _ = NativeMethods.Close(file);
        if (kept && NativeMethods.RenameAt(_directory, temporary, _directory, _fileName) == 0)
            return true;

        if (kept)
            error = Marshal.GetLastPInvokeError();
        _ = NativeMethods.UnlinkAt(_directory, temporary, 0);
        Problem = $"state cannot be kept in {_path}: {ErrorText(error)}";
        return false;
    }

    /// <summary>Lets other runs in.</summary>
    public void Dispose()
    {
        if (_lock >= 0)
            _ = NativeMethods.Close(_lock);
        if (_directory >= 0)
            _ = NativeMethods.Close(_directory);
        _lock = _directory = -1;
    }

    /// <summary>Writes all bytes to an open file descriptor; the error is left for <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    internal static unsafe bool WriteAll(int file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var written = NativeMethods.Write(file, start + done, bytes.Length - done);
                if (written > 0)
                    done += written;
                else if (written == 0 || Marshal.GetLastPInvokeError() is not (NativeMethods.ErrorInterrupted or NativeMethods.ErrorAgain))
                    return false;
                else
                    Thread.Sleep(1);
            }
        }

        return true;
    }

    private void OpenDirectory()
    {
        if (NativeMethods.MakeDirectory(_path, 0x1C0) != 0 && Marshal.GetLastPInvokeError() is var reason and not NativeMethods.ErrorExists)
        {
            Problem = $"state cannot be kept in {_path}: {ErrorText(reason)}; name a directory with --state-dir";
            return;
        }

        var directory = NativeMethods.OpenAt(NativeMethods.AtCurrentDirectory, _path, NativeMethods.Directory | NativeMethods.NoFollow | NativeMethods.CloseOnExec, 0);
        if (directory < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            Problem = error is NativeMethods.ErrorLoop or NativeMethods.ErrorNotDirectory
                ? $"state is not kept: {_path} is not a directory of its own (a link or a file)"
                : $"state cannot be kept in {_path}: {ErrorText(error)}; name a directory with --state-dir";
            return;
        }

        var user = NativeMethods.EffectiveUser();
        if (FileStatus.OfOpenFile(directory) is not { } status || status.UserId != user || status.IsWritableByOthers)
        {
            _ = NativeMethods.Close(directory);
            Problem = $"state is not kept: {_path} does not belong to user id {user} alone; remove it, chown it and chmod it to 0700, or name another with --state-dir";
            return;
        }

        _directory = directory;
    }

    private void TakeLock()
    {
        var file = NativeMethods.OpenAt(_directory, _fileName + ".lock", NativeMethods.ReadWrite | NativeMethods.Create | NativeMethods.NoFollow | NativeMethods.CloseOnExec | NativeMethods.NonBlocking, 0x180);
        if (file < 0)
        {
            Problem = $"state cannot be kept in {_path}: {ErrorText(Marshal.GetLastPInvokeError())}";
            return;
        }

        var started = Environment.TickCount64;
        while (NativeMethods.FileLock(file, NativeMethods.LockExclusive | NativeMethods.LockNonBlocking) != 0)
        {
            if (Environment.TickCount64 - started > LockPatience.TotalMilliseconds)
            {
                _ = NativeMethods.Close(file);
                Problem = $"state is read but not kept: another run holds {_path}/{_fileName}";
                return;
            }

            Thread.Sleep(5);
        }

        _lock = file;
    }

    private unsafe string? ReadFile()
    {
        // Non-blocking, so that a FIFO put there by somebody cannot hold the check.
        var file = NativeMethods.OpenAt(_directory, _fileName, NativeMethods.ReadOnly | NativeMethods.NoFollow | NativeMethods.CloseOnExec | NativeMethods.NonBlocking, 0);
        if (file < 0)
        {
            if (Marshal.GetLastPInvokeError() is not NativeMethods.ErrorNoEntry)
                SetAside("is not a readable file of this user");
            return null;
        }

        try
        {
            if (FileStatus.OfOpenFile(file) is not { IsRegularFile: true, Size: <= MaximumBytes } status || status.UserId != NativeMethods.EffectiveUser())
            {
                SetAside("is not a file of this user or is too large");
                return null;
            }

            var bytes = new byte[status.Size];
            fixed (byte* start = bytes)
            {
                var length = NativeMethods.Read(file, start, bytes.Length);
                return length == bytes.Length ? Encoding.UTF8.GetString(bytes) : "";
            }
        }
        finally
        {
            _ = NativeMethods.Close(file);
        }
    }

    private void SetAside(string why)
    {
        var moved = NativeMethods.RenameAt(_directory, _fileName, _directory, _fileName + ".set-aside") == 0;
        Problem = $"the state of the last run {why}: {(moved ? $"set aside as {_path}/{_fileName}.set-aside" : $"remove {_path}/{_fileName}")}; rates need another run";
    }

    private static string ErrorText(int error) => error switch
    {
        NativeMethods.ErrorNoEntry => "no such directory",
        NativeMethods.ErrorAccess or 1 => "permission denied",
        30 => "read-only file system",
        28 => "no space left on device",
        122 => "disk quota exceeded",
        NativeMethods.ErrorNotDirectory => "not a directory",
        5 => "input/output error",
        24 or 23 => "too many open files",
        36 => "file name too long",
        _ => string.Create(CultureInfo.InvariantCulture, $"error {error}"),
    };
}
