namespace MySql.Binlog;

/// <summary>Counts characters in text.</summary>
internal static class CharacterCount
{
    /// <summary>The characters of text.</summary>
    /// <param name="text">The bytes, or a piece of them.</param>
    /// <param name="bytesPerCharacter">0 for UTF-8, else how many bytes every character has.</param>
    public static long Of(ReadOnlySpan<byte> text, int bytesPerCharacter)
    {
        if (bytesPerCharacter > 0)
            return text.Length / bytesPerCharacter;

        // In UTF-8 every byte but those of the form 10xxxxxx begins a character.
        var count = 0L;
        foreach (var value in text)
            count += (value & 0xc0) != 0x80 ? 1 : 0;
        return count;
    }
}
