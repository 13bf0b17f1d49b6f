using System.Globalization;
using System.Text;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// Keeps what a check remembers between runs: one small file per check and key, in a directory of the running user's own. Whatever
/// it finds there, it throws nothing: <see cref="Problem"/> says why nothing is remembered or kept, and the check judges what it can.
/// </summary>
/// <remarks>
/// The directory must be a real directory of the running user with no write right for others (made as 0700). Files are opened
/// without following links, must belong to the user, and are written under a lock. A run that is killed while it writes leaves the
/// old content or the new one, never a mixture. Nothing waits for fsync: after a power cut the checksum tells a torn file, which then
/// counts as no state. A file that is not this check's is renamed to NAME.set-aside. Where the owner lets others read the directory, they
/// may read the files in it as well.
/// </remarks>
public sealed class StateStore : IDisposable
{
    /// <summary>A larger state is neither kept nor read: it has to fit into a check's memory several times.</summary>
    internal const int MaximumBytes = 8 * 1024 * 1024;

    private readonly StateDirectory? _directory;
    private readonly StateFile? _file;
    private readonly string? _directoryProblem;

    private StateStore(StateDirectory? directory, string? problem, NextStep? remedy, string name, string key, StateLifetime lifetime)
    {
        (_directory, _directoryProblem, Remedy) = (directory, problem, remedy);
        if (directory is null)
            return;
        _file = lifetime == StateLifetime.Lasting ? new ReplacedStateFile(directory, name, key)
            : new SlottedStateFile(directory, name, key);
        UnusedStateFiles.Remove(directory);
    }

    /// <summary>Why state cannot be read or kept, in an operator's words; null while all is well.</summary>
    public string? Problem => _directoryProblem ?? _file?.Problem;

    /// <summary>What to do about a directory that cannot be used; null when there is no such problem.</summary>
    public NextStep? Remedy { get; }

    /// <summary>The directory for lasting state of the running user when <c>--state-dir</c> is not given; see <see
    /// cref="StateHome"/>.</summary>
    public static string DefaultDirectory() => StateHome.Lasting(RunningUser.Id);

    /// <summary>Opens the state of one check under one key, and holds it against other runs until disposed.</summary>
    /// <param name="directory">The directory, made if missing; null for the default of <see cref="StateHome"/>.</param>
    /// <param name="check">The executable's name; begins the file's name.</param>
    /// <param name="key">What tells this state from others of the same check, such as the options that select what is measured.</param>
    /// <param name="lifetime">How long the state has a meaning.</param>
    public static StateStore Open(string? directory, string check, string key, StateLifetime lifetime = StateLifetime.Lasting)
    {
        var name = NameOf(check, key);
        var path = directory ?? (lifetime == StateLifetime.Lasting ? DefaultDirectory() : StateHome.UntilReboot(RunningUser.Id));
#pragma warning disable CA2000 // The store that is returned owns the directory and disposes of it.
        var opened = StateDirectory.Open(path, directory is null, out var problem, out var remedy);
#pragma warning restore CA2000
        return new StateStore(opened, problem, remedy, name, key, lifetime);
    }

    /// <summary>The name of a check's state under a key, without its ending.</summary>
    internal static string NameOf(string check, string key) =>
        string.Create(CultureInfo.InvariantCulture, $"{check}-{StateSnapshot.Checksum(Encoding.UTF8.GetBytes(key)):x16}");

    /// <summary>The last snapshot; null when there is none or none that can be trusted (then <see cref="Problem"/> may say why).</summary>
    public StateSnapshot? Load() => _file?.Load();

    /// <summary>Replaces the snapshot, whole or not at all.</summary>
    /// <returns>False when it could not be kept; <see cref="Problem"/> says why.</returns>
    public bool Save(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _file is not null && _file.Save(snapshot);
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _directory?.Dispose();
    }
}
