using Linux.Host;

namespace Nagios.Plugin;

/// <summary>What <see cref="CheckHost"/> gives a check for one run: the clocks and the time that is left. The check says here what it
/// is doing, so that the text of a timeout can name it.</summary>
public sealed class CheckRun
{
    private readonly long _deadline;
    private ClockReading? _clock;

    internal CheckRun(CommonOptions options, string executable, double timeoutSeconds)
    {
        StateDirectory = options.StateDir;
        Executable = executable;
        Verbosity = options.Verbose;
        _deadline = Environment.TickCount64 + (long)(timeoutSeconds * 1000);
    }

    private CheckRun(CheckRun whole, TimeSpan limit)
    {
        StateDirectory = whole.StateDirectory;
        Executable = whole.Executable;
        Verbosity = whole.Verbosity;
        _deadline = Math.Min(whole._deadline, Environment.TickCount64 + (long)limit.TotalMilliseconds);
    }

    /// <summary>What is being done now, for the text of a timeout: "reading /proc/net/stat/nf_conntrack".</summary>
    public string Stage { get; set; } = "starting";

    /// <summary>How many times <c>-v</c> was given.</summary>
    public int Verbosity { get; }

    /// <summary>The clocks, read once per run, so that all of one run is judged at one moment.</summary>
    public ClockReading Clock => _clock ??= ClockReading.Now();

    /// <summary>Time left until the check's own timeout; never negative.</summary>
    public TimeSpan Remaining => TimeSpan.FromMilliseconds(Math.Max(0, _deadline - Environment.TickCount64));

    /// <summary>A part of this run with a time limit of its own, for one of several servers that are asked side by side. It ends no later
    /// than the run does, and what is being done there is not this run's <see cref="Stage"/>.</summary>
    /// <param name="limit">How long the part may take.</param>
    public CheckRun Within(TimeSpan limit) => new(this, limit);

    /// <summary>Where an option stands that a file gave; null for those of the command line.</summary>
    internal Func<string, string?> PlaceOfOption { get; init; } = _ => null;

    /// <summary>The check's state once it is open; <see cref="CheckHost"/> closes it.</summary>
    internal IDisposable? OpenedState { get; set; }

    private string Executable { get; }

    private string? StateDirectory { get; }

    /// <summary>What other users' runs of this check remember under a key, where they let this user read it.</summary>
    internal IReadOnlyList<OthersState> StatesOfOthers(string key) =>
        OthersState.Find(StateDirectory, StateStore.NameOf(Executable, key), key);

    /// <summary>Opens this check's state under a key; see <see cref="StateStore.Open"/>.</summary>
    public StateStore OpenState(string key, StateLifetime lifetime = StateLifetime.Lasting) =>
        StateStore.Open(StateDirectory, Executable, key, lifetime);
}
