namespace Nagios.Plugin;

/// <summary>Keeps the time limit of one run and obeys the signals that ask for its end.</summary>
internal abstract class RunLimit
{
    /// <summary>True once a signal has asked for the end, even when the result was there before it.</summary>
    public abstract bool SignalReceived { get; }

    /// <summary>Runs the check, but not longer than the limit and not after a signal.</summary>
    /// <param name="limit">The time limit.</param>
    /// <param name="check">The check; throws nothing.</param>
    /// <param name="unfinished">Makes the result of a check that did not finish, of the signal's name or of null for the time
    /// limit.</param>
    /// <exception cref="CheckException">No second thread could be started, without which nothing could keep the time limit.</exception>
    public abstract NagiosCheckResult Run(TimeSpan limit, Func<NagiosCheckResult> check, Func<string?, NagiosCheckResult> unfinished);

    /// <summary>The error of a system that lets this user start no thread.</summary>
    protected static CheckException NoThread(Exception? cause)
    {
        const string Text = "no thread could be started to run the check: this user or its control group has reached its limit of "
            + "processes (ulimit -u, TasksMax)";
        return cause is null ? new CheckException(Text) : new CheckException(Text, cause);
    }
}
