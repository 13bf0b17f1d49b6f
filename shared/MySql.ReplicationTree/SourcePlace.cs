namespace MySql.ReplicationTree;

/// <summary>A file and an offset in one source's binlogs. Places of two sources have nothing to do with each other.</summary>
/// <param name="File">The file's name without its directory; empty when unknown.</param>
/// <param name="Offset">Bytes from the file's start.</param>
public readonly record struct SourcePlace(string File, ulong Offset)
{
    /// <summary>
    /// Which comes first: below 0 when this one does, 0 when they are the same, above 0 when the other does; null when they cannot be
    /// compared, since the names before the number differ or there is no number. Files count by the number after the last dot, which
    /// grows a digit after 999999 and then is smaller as text.
    /// </summary>
    public int? CompareWith(SourcePlace other)
    {
        if (Split(File) is not var (name, number) || Split(other.File) is not var (otherName, otherNumber) || name != otherName)
            return null;
        var order = number.Length != otherNumber.Length ? number.Length.CompareTo(otherNumber.Length)
            : string.CompareOrdinal(number, otherNumber);
        return Math.Sign(order != 0 ? order : Offset.CompareTo(other.Offset));
    }

    // The number without its zeros, so that numbers of any length compare as texts of one length.
    private static (string Name, string Number)? Split(string file)
    {
        var dot = file.LastIndexOf('.');
        if (dot < 0 || dot == file.Length - 1 || file.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') >= 0)
            return null;
        return (file[..dot], file[(dot + 1)..].TrimStart('0'));
    }
}
