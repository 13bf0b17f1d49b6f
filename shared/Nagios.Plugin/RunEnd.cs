using System.Runtime.InteropServices;

namespace Nagios.Plugin;

/// <summary>The moment a run ends: by its result, by its time limit or by a signal, whichever comes first.</summary>
internal sealed class RunEnd
{
    private readonly object _gate = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private string? _signal;
    private bool _ended;
    private volatile bool _signalReceived;

    /// <summary>True once a signal has asked for the end, even when the result was there before it.</summary>
    public bool SignalReceived => _signalReceived;

    /// <summary>
    /// Makes SIGTERM (what Icinga and NRPE send on a timeout), SIGINT and SIGHUP end the run instead of the process, for the rest
    /// of the process's life: a signal in its last moments must not turn a printed result into exit code 143.
    /// </summary>
    public void ObeySignals()
    {
        foreach (var (signal, name) in new[] { (PosixSignal.SIGTERM, "SIGTERM"), (PosixSignal.SIGINT, "SIGINT"),
            (PosixSignal.SIGHUP, "SIGHUP") })
        {
            try
            {
                _registrations.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    context.Cancel = true;
                    _signalReceived = true;
                    Signal(name);
                }));
            }
            catch (Exception)
            {
                // The runtime could not start its thread for signals (process limit): a signal then ends this process at once.
            }
        }
    }

    /// <summary>Ends the run; the first caller decides.</summary>
    /// <param name="signal">The signal's name, or null when the result is there.</param>
    public void Signal(string? signal)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            _signal = signal;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the end of the run.</summary>
    /// <returns>False when the time is over first.</returns>
    public bool Wait(TimeSpan limit, out string? signal)
    {
        var deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        lock (_gate)
        {
            while (!_ended && deadline - Environment.TickCount64 is var left and > 0)
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(left));
            signal = _signal;
            return _ended;
        }
    }
}
