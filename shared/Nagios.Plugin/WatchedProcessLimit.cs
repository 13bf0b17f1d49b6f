using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// Runs the check on the thread that calls, while a second thread waits for the end signals and the time limit. When one of them
/// comes first, the second thread prints the result and ends the process, whatever the check hangs in. This costs one thread and no
/// change from one to the other.
/// </summary>
internal sealed class WatchedProcessLimit : RunLimit
{
    private readonly Action<NagiosCheckResult> _printAndEnd;
    private Func<string?, NagiosCheckResult>? _unfinished;
    private TimeSpan _limit;
    private int _isDecided;
    private volatile bool _signalReceived;

    /// <summary>Makes the limit.</summary>
    /// <param name="printAndEnd">Prints a result and ends the process; does not return.</param>
    public WatchedProcessLimit(Action<NagiosCheckResult> printAndEnd) => _printAndEnd = printAndEnd;

    /// <inheritdoc/>
    public override bool SignalReceived => _signalReceived || EndSignals.IsPending;

    /// <inheritdoc/>
    public override NagiosCheckResult Run(TimeSpan limit, Func<NagiosCheckResult> check, Func<string?, NagiosCheckResult> unfinished)
    {
        (_limit, _unfinished) = (limit, unfinished);
        if (EndSignals.StartWatch(Watch) != 0)
            throw NoThread(null);
        var result = check();
        if (Interlocked.Exchange(ref _isDecided, 1) == 0)
            return result;

        // The other thread was first: it is printing, and ends the process.
        Thread.Sleep(Timeout.Infinite);
        return result;
    }

    private void Watch()
    {
        try
        {
            var signal = EndSignals.Wait(_limit);
            _signalReceived = signal is not null;
            if (Interlocked.Exchange(ref _isDecided, 1) == 0)
                _printAndEnd(_unfinished!(signal));
            // The result was there first: from now on a signal only ends the waiting for a reader of the output.
            while (true)
            {
                _ = EndSignals.Wait(limit: null);
                _signalReceived = true;
            }
        }
        catch (Exception)
        {
            // Memory that runs out even here must not end in an abort.
            EndSignals.EndProcess((int)NagiosState.Unknown);
        }
    }
}
