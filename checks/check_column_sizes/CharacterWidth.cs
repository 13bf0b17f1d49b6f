namespace NagiosChecks.ColumnSizes;

/// <summary>How many bytes a character of a collation has. Numbers of collations: information_schema.COLLATIONS of both families.</summary>
internal static class CharacterWidth
{
    /// <summary>Bytes a character, 0 for UTF-8, where they differ; null where it is not known (or the column holds bytes).</summary>
    public static int? Of(uint? collation) => collation switch
    {
        null or 63 => null,
        33 or 76 or 83 or (>= 192 and <= 247) or (>= 255 and <= 323) or 45 or 46 or 576 or 577 or 608 or 609 => 0,
        (>= 352 and <= 383) or (>= 2048 and <= 2303) or (>= 2304 and <= 2559) => 0,
        35 or 90 or (>= 128 and <= 151) or 159 => 2,
        (>= 160 and <= 183) or 60 or 61 => 4,
        1 or 12 or 13 or 19 or 24 or 28 or 84 or 85 or 86 or 87 or 88 or 91 or 95 or 96 or 97 or 98 or (>= 248 and <= 250) => null,
        54 or 55 or 56 or 62 or (>= 101 and <= 124) => null,
        < 100 => 1,
        _ => null,
    };
}
