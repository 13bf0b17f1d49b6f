using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>
/// The signals that ask this process to end: SIGTERM, SIGINT and SIGHUP. In a published executable they are held back from its
/// first instruction on (process_start.c), so that a thread can wait for them; sigtimedwait(2).
/// </summary>
public static unsafe class EndSignals
{
    private const int Hangup = 1, Interrupt = 2, Terminate = 15;
    private const ulong All = (1UL << (Hangup - 1)) | (1UL << (Interrupt - 1)) | (1UL << (Terminate - 1));

    // sigset_t of glibc and musl: 1024 bits, of which Linux uses the first 64.
    private const int SetWords = 16;

    private static Action? s_watch;

    /// <summary>True when the signals are held back, so that <see cref="Wait"/> can see them.</summary>
    public static bool AreHeld => Held() != 0;

    /// <summary>True when one of them has arrived and nobody has taken it.</summary>
    public static bool IsPending
    {
        get
        {
            var pending = stackalloc ulong[SetWords];
            return NativeMethods.PendingSignals(pending) == 0 && (pending[0] & Held()) != 0;
        }
    }

    /// <summary>Waits for a signal.</summary>
    /// <param name="limit">How long; null for ever.</param>
    /// <returns>The signal's name; null when the time is over first.</returns>
    public static string? Wait(TimeSpan? limit)
    {
        var signals = stackalloc ulong[SetWords];
        new Span<ulong>(signals, SetWords).Clear();
        signals[0] = Held();
        var deadline = Environment.TickCount64 + (long)(limit?.TotalMilliseconds ?? 0);
        var time = stackalloc long[2];
        while (true)
        {
            var left = Math.Max(0, deadline - Environment.TickCount64);
            (time[0], time[1]) = (left / 1000, left % 1000 * 1_000_000);
            var signal = NativeMethods.WaitForSignal(signals, null, limit is null ? null : time);
            if (signal > 0)
                return signal switch { Terminate => "SIGTERM", Interrupt => "SIGINT", _ => "SIGHUP" };
            if (Marshal.GetLastPInvokeError() == SystemError.Again && limit is not null)
                return null;
        }
    }

    /// <summary>Starts a thread for this process's one watch. Unlike <see cref="Thread.Start()"/> it does not wait until the thread
    /// runs.</summary>
    /// <param name="watch">What the thread does; it must not throw.</param>
    /// <returns>0, or the error of pthread_create(3).</returns>
    public static int StartWatch(Action watch)
    {
        s_watch = watch;
        nint thread;
        return NativeMethods.CreateThread(&thread, null, &RunWatch, 0);
    }

    /// <summary>Ends this process at once, whatever its other threads do; _exit(2).</summary>
    public static void EndProcess(int exitCode) => NativeMethods.ExitNow(exitCode);

    [UnmanagedCallersOnly]
    private static nint RunWatch(nint argument)
    {
        s_watch!();
        return argument;
    }

    private static ulong Held()
    {
        var mask = stackalloc ulong[SetWords];
        return NativeMethods.SignalMask(0, null, mask) == 0 ? mask[0] & All : 0;
    }
}
