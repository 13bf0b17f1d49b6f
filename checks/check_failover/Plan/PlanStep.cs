using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>One step of a runbook: a command, or words where a person must decide.</summary>
/// <param name="Host">The server that it is for.</param>
/// <param name="Command">What is typed there; null for words.</param>
/// <param name="Words">What a person does, where there is no command.</param>
/// <param name="Expect">What must be seen before the next step; null for nothing.</param>
internal sealed record PlanStep(string Host, PrintedCommand? Command, NextStep? Words, NextStep? Expect)
{
    /// <summary>The step as it is pasted: words are a comment, for sh and for SQL alike.</summary>
    public string Text => Command?.Text ?? $"# {Words?.Text}";

    /// <summary>Where it is typed: sql, shell, or words for what a person does.</summary>
    public string Kind => Command switch { SqlStatement => "sql", null => "words", _ => "shell" };

    /// <summary>The step in the numbered list.</summary>
    public NextStep Step =>
        Command is { } command ? NextStep.Of($"On {Host}: {command}   (must answer: {Expect ?? NextStep.Of($"no error")})")
        : Expect is { } expect ? NextStep.Of($"{Host}: {Words!} (then: {expect})")
        : NextStep.Of($"{Host}: {Words!}");
}
