namespace Engines.Tests;

/// <summary>A call of a published executable as an engine is configured to make it.</summary>
/// <param name="Name">What distinguishes it; a service description, a command name and a folder name at once.</param>
/// <param name="Executable">The executable's name.</param>
/// <param name="Arguments">Its arguments: no blanks and nothing that a shell or an engine would touch.</param>
internal sealed record PluginCall(string Name, string Executable, IReadOnlyList<string> Arguments);
