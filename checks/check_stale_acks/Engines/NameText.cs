using System.Text;
using System.Text.Unicode;

namespace NagiosChecks.StaleAcks;

/// <summary>Text of an engine's files as bytes. Old engines keep what they were given: where it is not UTF-8 it is read as Latin-1, so that
/// two names that differ never become one.</summary>
internal static class NameText
{
    /// <summary>The text.</summary>
    /// <param name="bytes">As they stand in the file.</param>
    /// <param name="isExact">False when the bytes are not UTF-8: written again, the text would be other bytes.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool isExact)
    {
        isExact = Utf8.IsValid(bytes);
        return isExact ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }
}
