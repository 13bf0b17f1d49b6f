using System.Globalization;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>The state of one run of a check: opened and locked until disposed, read through the check's format.</summary>
/// <typeparam name="THistory">What the check remembers between runs.</typeparam>
internal sealed class OpenedState<THistory> : IDisposable
    where THistory : class
{
    private readonly StateFormat<THistory> _format;
    private readonly StateStore? _store;
    private readonly ClockReading _now;
    private readonly string? _problem;
    private readonly bool _isLeftAlone;

    private OpenedState(StateFormat<THistory> format, StateStore? store, ClockReading now)
    {
        _format = format;
        _store = store;
        _now = now;
        History = format.Empty;
        if (store?.Load() is not { } snapshot)
            return;

        var version = StateFormat<THistory>.VersionOf(snapshot.Records);
        if (version > format.Version)
        {
            _isLeftAlone = true;
            _problem = string.Create(CultureInfo.InvariantCulture,
                $"the state was written by a newer version of this check (format {version}, this one knows {format.Version}); it is left "
                    + $"alone, so this run remembers nothing: update this check or give it a --state-dir of its own");
            return;
        }

        try
        {
            History = format.Read(snapshot, now);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The checksum was right, so this is a mistake in the check. It costs the history, but the verdict is still given.
            _problem = $"internal error while reading the state of the last run, please report it: {failure.GetType().Name}: "
                + $"{failure.Message}; this run starts anew";
        }
    }

    /// <summary>What earlier runs remembered.</summary>
    public THistory History { get; }

    /// <summary>Why the state cannot be read or kept; null while all is well.</summary>
    public string? Problem => _problem ?? _store?.Problem;

    /// <summary>What to do about a directory that cannot be used; null when there is no such problem.</summary>
    public NextStep? Remedy => _store?.Remedy;

    /// <summary>Opens the state of a check.</summary>
    public static OpenedState<THistory> Open(StateFormat<THistory> format, CheckRun run, string key) =>
        new(format, format.Empty is NoHistory ? null : run.OpenState(key, format.Lifetime), run.Clock);

    /// <summary>Keeps a history for the next run.</summary>
    /// <returns>False when it could not be kept; <see cref="Problem"/> says why.</returns>
    public bool Save(THistory next) => _store is null || (!_isLeftAlone && _store.Save(_format.Write(next, _now)));

    /// <summary>Closes the state, so that other runs can open it.</summary>
    public void Dispose() => _store?.Dispose();
}
