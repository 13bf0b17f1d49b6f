namespace Nagios.Plugin;

/// <summary>What a backslash means inside a string of SQL: the server's sql_mode decides (NO_BACKSLASH_ESCAPES).</summary>
public enum SqlBackslash
{
    /// <summary>Not known. A value with a backslash or a line break in it cannot be printed then.</summary>
    Unknown,

    /// <summary>It begins an escape: the default of both families.</summary>
    Escapes,

    /// <summary>It is a character as any other: NO_BACKSLASH_ESCAPES is set.</summary>
    Ordinary,
}
