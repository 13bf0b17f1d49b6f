namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Keeps a check that asks every minute from leaving a connection behind every minute: a source that did not answer a question is not
/// asked it again for a while. That it is being asked is remembered before it is asked, since the answer may never come.
/// </summary>
/// <param name="recall">Reads what earlier runs remembered.</param>
/// <param name="save">Keeps it at once.</param>
internal sealed class QuestionGuard(Func<ReplicationIoHistory> recall, Action<ReplicationIoHistory> save)
{
    // Seconds.
    private const double Pause = 600;

    /// <summary>Asks a source, unless it did not answer the last time.</summary>
    /// <param name="place">Where the source is.</param>
    /// <param name="ask">Asks.</param>
    /// <returns>The answer; the default value where the source was not asked.</returns>
    public T? Ask<T>(string place, Func<T> ask)
        where T : class
    {
        var history = recall();
        if (history.Unanswered.TryGetValue(place, out var age) && age < Pause)
            return null;
        save(history.Asking(place));
        var answer = ask();
        save(history.Answered(place));
        return answer;
    }
}
