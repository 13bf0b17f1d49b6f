using MySql.Binlog;

namespace MySql.BinlogFiles;

/// <summary>A binlog as its directory lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size when it was listed.</param>
/// <param name="ModifiedSeconds">When it was last written, seconds since 1970.</param>
/// <param name="Inode">Its inode number: a file of the same name after RESET is another.</param>
public readonly record struct BinlogEntry(BinlogFileName Name, long Bytes, long ModifiedSeconds, ulong Inode)
{
    /// <summary>The name as text.</summary>
    public string FileName => Name.Text;
}
