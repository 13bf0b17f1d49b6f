namespace Nagios.Plugin;

/// <summary>An option that a file gives, and where it stands.</summary>
/// <param name="Key">A long option without its dashes, or one letter.</param>
/// <param name="Value">Its value; empty for a switch.</param>
/// <param name="Place">For people: <c>/etc/monitoring-plugins.ini, line 7</c>.</param>
internal sealed record ExtraOption(string Key, string Value, string Place);
