namespace Nagios.Plugin;

/// <summary>What an evaluation returns.</summary>
/// <typeparam name="THistory">What the check remembers between runs.</typeparam>
/// <param name="Result">The result to print.</param>
/// <param name="Next">The history for the next run; null leaves the state file as it is. A history that equals the last one is not
/// written again.</param>
public sealed record Verdict<THistory>(NagiosCheckResult Result, THistory? Next)
    where THistory : class;
