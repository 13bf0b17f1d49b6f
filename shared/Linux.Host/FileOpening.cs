namespace Linux.Host;

/// <summary>How a file is opened, open(2). Every file is opened with O_CLOEXEC.</summary>
[Flags]
public enum FileOpening
{
    /// <summary>For reading (O_RDONLY).</summary>
    Read = 1,

    /// <summary>For reading and writing (O_RDWR).</summary>
    ReadWrite = 2,

    /// <summary>The file is made, readable and writable for its owner alone, when it is missing (O_CREAT).</summary>
    Create = 4,

    /// <summary>With <see cref="Create"/>: fails when the file is there already (O_EXCL).</summary>
    Exclusive = 8,

    /// <summary>Fails when the path is a symbolic link (O_NOFOLLOW). Links in the directories before it are followed.</summary>
    NoFollow = 16,

    /// <summary>Does not wait for the other end of a FIFO (O_NONBLOCK).</summary>
    NonBlocking = 32,

    /// <summary>Fails when the path is not a directory (O_DIRECTORY).</summary>
    Directory = 64,

    /// <summary>Opens the place in the file tree only: the content cannot be read, and no right to read it is needed (O_PATH).</summary>
    PathOnly = 128,
}
