namespace Nagios.Plugin;

/// <summary>What the runs of another user remember of what this run observes.</summary>
/// <typeparam name="THistory">What the check remembers between runs.</typeparam>
/// <param name="Directory">The directory that holds it.</param>
/// <param name="Owner">The user, for people: <c>user nagios (uid 105)</c>.</param>
/// <param name="IsChosen">True when <c>--state-dir</c> names the directory: this run then keeps nothing.</param>
/// <param name="History">What is remembered; null when this user may not read it, or when a newer version of the check wrote it.</param>
public sealed record HistoryOfOther<THistory>(string Directory, string Owner, bool IsChosen, THistory? History)
    where THistory : class;
