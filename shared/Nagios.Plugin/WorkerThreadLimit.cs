namespace Nagios.Plugin;

/// <summary>
/// Runs the check on a thread of its own, so that a file or a server that never answers holds that thread and not the answer. Used
/// where the check is not a published executable: inside a test, or run by <c>dotnet</c>.
/// </summary>
internal sealed class WorkerThreadLimit : RunLimit
{
    private readonly RunEnd _end = new();

    /// <summary>Makes the limit.</summary>
    /// <param name="obeysSignals">True when the process belongs to the check.</param>
    public WorkerThreadLimit(bool obeysSignals)
    {
        if (obeysSignals)
            _end.ObeySignals();
    }

    /// <inheritdoc/>
    public override bool SignalReceived => _end.SignalReceived;

    /// <inheritdoc/>
    public override NagiosCheckResult Run(TimeSpan limit, Func<NagiosCheckResult> check, Func<string?, NagiosCheckResult> unfinished)
    {
        NagiosCheckResult? result = null;
        var worker = new Thread(() =>
        {
            result = check();
            _end.Signal(null);
        })
        { IsBackground = true };
        try
        {
            worker.Start();
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            throw NoThread(failure);
        }

        _ = _end.Wait(limit, out var signal);
        return result ?? unfinished(signal);
    }
}
