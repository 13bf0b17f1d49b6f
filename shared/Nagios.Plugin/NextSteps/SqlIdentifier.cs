namespace Nagios.Plugin;

/// <summary>The name of a schema, table, column or user variable, to be put into a <see cref="SqlStatement"/> in backticks.</summary>
/// <param name="Name">The name without quotes.</param>
public readonly record struct SqlIdentifier(string Name);
