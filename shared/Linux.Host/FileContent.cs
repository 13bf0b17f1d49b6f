
namespace Linux.Host;

/// <summary>What came of reading a file.</summary>
public enum FileOutcome
{
    /// <summary>Read to its end.</summary>
    Read,

    /// <summary>There is no such file (or a part of its path is missing).</summary>
    Missing,

    /// <summary>The running user may not read it.</summary>
    Denied,

    /// <summary>Larger than the reader's limit.</summary>
    TooLarge,

    /// <summary>The system failed to read it: input/output error, too many open files, a directory, a FIFO.</summary>
    Failed,
}

/// <summary>A small text file as it was read, or why it was not.</summary>
/// <param name="Path">The path as the operator knows it, the root of a captured tree included.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Text">The content decoded as UTF-8; empty unless <see cref="FileOutcome.Read"/>.</param>
/// <param name="Error">errno where the outcome is <see cref="FileOutcome.Failed"/>; negative for what is not a regular file.</param>
public readonly record struct FileContent(string Path, FileOutcome Outcome, string Text, int Error = 0)
{
    /// <summary>The text, or null when there is no such file.</summary>
    /// <exception cref="HostException">The file is there and could not be read.</exception>
    public string? TextIfExists() => Outcome == FileOutcome.Missing ? null : RequiredText();

    /// <summary>The text.</summary>
    /// <exception cref="HostException">The file is missing or could not be read.</exception>
    public string RequiredText() => Outcome == FileOutcome.Read ? Text : throw new HostException(Explanation());

    /// <summary>Why there is no text, in an operator's words.</summary>
    public string Explanation() => Outcome switch
    {
        FileOutcome.Missing => $"{Path} does not exist",
        FileOutcome.Denied => $"{Path} may not be read by this user",
        FileOutcome.TooLarge => $"{Path} is larger than such a file can be",
        FileOutcome.Failed => $"{Path} cannot be read: {SystemError.Text(Error)}",
        _ => $"{Path} was read",
    };
}
