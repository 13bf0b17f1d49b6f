namespace NagiosChecks.BinlogIntegrity;

/// <summary>What is known of a file as a whole.</summary>
internal enum FileCondition
{
    /// <summary>Every event was read to the end of the file, and the file was closed.</summary>
    Whole,

    /// <summary>Every event was read, and the server still writes the file, or died before it closed it.</summary>
    Open,

    /// <summary>Damaged; what stands before the offset is whole.</summary>
    Damaged,

    /// <summary>MySQL encrypted it: nothing but its size can be told.</summary>
    Encrypted,
}
