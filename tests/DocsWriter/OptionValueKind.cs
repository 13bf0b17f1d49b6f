namespace DocsWriter;

/// <summary>The kinds of values that a shell completes.</summary>
internal enum OptionValueKind
{
    /// <summary>A value that cannot be listed, such as a range: the shell offers nothing, file names least of all.</summary>
    Nothing,

    /// <summary>One of a few words.</summary>
    Words,

    /// <summary>Some of a few words, separated by commas.</summary>
    WordList,

    /// <summary>A file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,
}
