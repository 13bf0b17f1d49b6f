namespace Nagios.Plugin;

/// <summary>
/// Something that a check wanted to see and could not. A probe returns it as part of its measurement; the evaluation decides with
/// <see cref="NagiosCheckResult.CouldNotSee"/> whether it changes the state.
/// </summary>
/// <param name="What">What was wanted, as a noun: <c>the processes of other users</c>.</param>
/// <param name="Why">The reason, one of four.</param>
/// <param name="Detail">What was found instead, such as <c>mount option hidepid=2</c>; null when the reason says all.</param>
/// <param name="Remedy">What shows it, beginning with a verb: <c>run the check as root</c>; null when nothing does.</param>
public sealed record Unseen(string What, UnseenReason Why, string? Detail = null, string? Remedy = null)
{
    /// <summary>The whole in a sentence: <c>cannot see the processes of other users: hidden (mount option hidepid=2); run the
    /// check as root</c>.</summary>
    public string Text =>
        $"cannot see {What}: {Word(Why)}{(Detail is null ? "" : $" ({Detail})")}{(Remedy is null ? "" : $"; {Remedy}")}";

    /// <summary>The reason in a few words.</summary>
    internal static string Word(UnseenReason why) => why switch
    {
        UnseenReason.Absent => "it does not exist",
        UnseenReason.Hidden => "it is hidden here",
        UnseenReason.Denied => "permission denied",
        UnseenReason.Unreadable => "it cannot be read",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };
}
