namespace Nagios.Plugin;

/// <summary>What <c>--help</c> says about a check besides its options.</summary>
/// <param name="Executable">The executable's name, such as <c>check_conntrack</c>.</param>
/// <param name="Question">The question that the check answers, one sentence.</param>
/// <param name="Purpose">What it catches and how, a paragraph or a few; separated by empty lines.</param>
public sealed record CheckDescription(string Executable, string Question, string Purpose)
{
    /// <summary>The name that begins the first line: the executable's without "check_", in upper case.</summary>
    public string Name => (Executable.StartsWith("check_", StringComparison.Ordinal) ? Executable[6..] : Executable).ToUpperInvariant();

    /// <summary>When which state is returned: one entry per line of help, each beginning with the state's word.</summary>
    public required IReadOnlyList<string> States { get; init; }

    /// <summary>What the check graphs; <see cref="CheckHost"/> takes it from the check.</summary>
    internal IReadOnlyList<DeclaredSeries> Series { get; init; } = [];

    /// <summary>Examples as they are typed, each with what it does.</summary>
    public required IReadOnlyList<(string Command, string Meaning)> Examples { get; init; }
}
