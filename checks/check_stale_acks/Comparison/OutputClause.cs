namespace NagiosChecks.StaleAcks;

/// <summary>
/// One statement of a plugin's output without what changes from run to run: <c>md0 degraded</c>, <c>disk in slot 3 failed</c>. Its words
/// keep their order, so that an item stays with its state. A number that may be a name or a measure stands as <c>~3</c>; one that was seen
/// to change as <c>~*</c>.
/// </summary>
internal static class OutputClause
{
    /// <summary>Stands for a number that was seen with several values.</summary>
    public const string AnyNumber = "~*";

    private static readonly HashSet<string> Counters = ["critical", "crit", "warning", "warn", "unknown", "failed", "failing", "down",
        "offline", "degraded", "dead", "missing"];

    /// <summary>True when a statement of now says what one of then said.</summary>
    /// <param name="then">The remembered statement.</param>
    /// <param name="now">The statement of now.</param>
    /// <param name="isSettled">True when the remembered numbers were the same for several runs: then a number is a name.</param>
    /// <param name="merged">The remembered statement with the numbers that are known to change.</param>
    public static bool IsSame(string then, string now, bool isSettled, out string merged)
    {
        merged = then;
        if (then == now)
            return true;
        var (before, after) = (then.Split(' '), now.Split(' '));
        if (before.Length != after.Length)
            return WithoutNumbers(before).SequenceEqual(WithoutNumbers(after)) || IsPartOf(before, after);
        for (var index = 0; index < before.Length; index++)
        {
            if (before[index] == after[index] || (before[index] == AnyNumber && after[index].StartsWith('~')))
                continue;
            if (!before[index].StartsWith('~') || !after[index].StartsWith('~') || IsMore(before, after, index) || (
                isSettled && IsName(after, index)))
                return false;
            if (!IsCounted(after, index))
                before[index] = AnyNumber;
        }

        merged = string.Join(' ', before);
        return true;
    }

    /// <summary>The statement for a person.</summary>
    public static string Text(string clause) => clause.Replace("~", "", StringComparison.Ordinal);

    // "12.04" is a measure by its form, "13" of the next day is not: where their number differs, numbers do not count.
    private static IEnumerable<string> WithoutNumbers(string[] words) => words.Where(word => !word.StartsWith('~'));

    // Less than was said then: "failed sda sdb sdc" and now "failed sda sdc". One run of words may be missing, states stay with their
    // items.
    private static bool IsPartOf(string[] before, string[] after)
    {
        if (after.Length >= before.Length || after.Length == 0)
            return false;
        var head = 0;
        while (head < after.Length && before[head] == after[head])
            head++;
        var tail = 0;
        while (tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;
        return head + tail == after.Length && !Array.Exists(before[head..^tail], word => OutputWords.IsBad(word)
            || OutputWords.IsGood(word) || OutputWords.IsNegation(word));
    }

    // "3 of 14 filesystems" after "1 of 14", "critical=2" after "critical=1": more things fail than then.
    private static bool IsMore(string[] before, string[] after, int index) =>
        IsCounted(after, index) && double.TryParse(before[index].AsSpan(1), out var then) && double.TryParse(after[index].AsSpan(1),
            out var now) && now > then;

    private static bool IsCounted(string[] words, int index) =>
        (index + 2 < words.Length && words[index + 1] == "of" && words[index + 2].StartsWith('~')) || (
            index == 1 && words.Length == 2 && Counters.Contains(words[0]));

    // "3 jobs": a number in front of a word counts.
    private static bool IsName(string[] words, int index) => index + 1 == words.Length && index > 0;
}
