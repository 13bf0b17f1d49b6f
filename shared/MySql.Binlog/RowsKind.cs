namespace MySql.Binlog;

/// <summary>What was done to the rows of an event.</summary>
public enum RowsKind
{
    /// <summary>The event holds no rows.</summary>
    None = 0,

    /// <summary>INSERT: one image a row, after.</summary>
    Insert = 1,

    /// <summary>UPDATE, and what REPLACE or ON DUPLICATE KEY UPDATE made of an existing row: two images a row, before and after.</summary>
    Update = 2,

    /// <summary>DELETE: one image a row, before.</summary>
    Delete = 3,
}
