namespace Nagios.Plugin;

/// <summary>One line of a section: an option and its value.</summary>
/// <param name="Key">A long option without its dashes, or one letter.</param>
/// <param name="Value">Its value; empty for a switch.</param>
/// <param name="Line">The line in the file, from 1.</param>
internal sealed record IniEntry(string Key, string Value, int Line);
