using Linux.Host;

namespace Nagios.Plugin;

/// <summary>One check's state under one key, as a file.</summary>
internal abstract class StateFile(StateDirectory directory, string name, string key) : IDisposable
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(5);

    /// <summary>Why state cannot be read or kept; null while all is well.</summary>
    public string? Problem { get; protected set; }

    /// <summary>The directory.</summary>
    protected StateDirectory Home { get; } = directory;

    /// <summary>The file's name in it.</summary>
    protected string Name { get; } = name;

    /// <summary>What the state belongs to.</summary>
    protected string Key { get; } = key;

    /// <summary>The last snapshot; null when there is none that can be trusted.</summary>
    public abstract StateSnapshot? Load();

    /// <summary>Replaces the snapshot, whole or not at all.</summary>
    /// <returns>False when it could not be kept.</returns>
    public abstract bool Save(StateSnapshot snapshot);

    /// <summary>Releases the lock.</summary>
    public abstract void Dispose();

    /// <summary>Takes the lock of an open file; waits a moment for another run.</summary>
    /// <returns>0, <see cref="SystemError.Again"/> when another run keeps it, or another error.</returns>
    protected static int TakeLock(FileDescriptor file)
    {
        var started = Environment.TickCount64;
        while (true)
        {
            var error = file.TryLock();
            if (error is not (SystemError.Again or SystemError.Interrupted)
                || Environment.TickCount64 - started > LockPatience.TotalMilliseconds)
                return error;
            Thread.Sleep(LockPause);
        }
    }

    /// <summary>Says that the file is read without its lock.</summary>
    protected void NotLocked(int error) =>
        Problem = $"state is read but not kept: {Home.Path}/{Name} "
            + $"{(error == SystemError.Again ? "is held by another run" : $"cannot be locked ({SystemError.Text(error)})")}";

    /// <summary>Renames a file that is not this check's state.</summary>
    /// <param name="why">The end of the sentence "the state of the last run ...".</param>
    /// <param name="mayMove">False without the lock: another run may just have put a good file in its place.</param>
    protected void SetAside(string why, bool mayMove)
    {
        var moved = mayMove && Home.Files.Rename(Name, Name + ".set-aside") == 0;
        Problem = $"the state of the last run {why}: "
            + $"{(moved ? $"set aside as {Home.Path}/{Name}.set-aside" : $"remove {Home.Path}/{Name}")}"
            + "; what this run compares with earlier ones starts anew";
    }

    /// <summary>True for an error that is the fault of the file itself. A temporary error of the system must not discard a good
    /// file.</summary>
    protected static bool IsFilesFault(int error) =>
        error is SystemError.Loop or SystemError.NoDevice or SystemError.Access or SystemError.FileTooLarge or SystemError.IsDirectory;
}
