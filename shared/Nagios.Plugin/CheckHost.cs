using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// The one way in and out of every check: command line, time limit, signals, rendering, standard output and exit code. Every
/// path, a bug included, ends in one well-formed first line on standard output and a code 0-3.
/// </summary>
public static partial class CheckHost
{
    private const double ShortestTimeout = 1;
    private const double LongestTimeout = 3600;

    /// <summary>The suite's version.</summary>
    public static string Version =>
        typeof(CheckHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "unknown";

    /// <summary>Runs a check as a process: writes to standard output and obeys SIGTERM, SIGINT and SIGHUP.</summary>
    /// <typeparam name="TOptions">The check's options; scalars only, initial values are the defaults.</typeparam>
    /// <param name="description">What <c>--help</c> says.</param>
    /// <param name="args">The command line.</param>
    /// <param name="check">Probe and Evaluate. Throws <see cref="CheckException"/> where it cannot look.</param>
    /// <returns>The exit code for Main to return.</returns>
    public static int Run<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, string[] args, Func<TOptions, CheckRun, NagiosCheckResult> check)
        where TOptions : CommonOptions, new()
    {
        ArgumentNullException.ThrowIfNull(description);
        var writable = StandardOutput.Secure();
        CommandLineWords? words = null;
        RunLimit? limit = null;
        limit = EndSignals.AreHeld
            ? new WatchedProcessLimit(result => EndSignals.EndProcess(Deliver(Print(description, words, result, IsTerminal))))
            : new WorkerThreadLimit(obeysSignals: true);
        return Deliver(Execute(description, args, check, limit, IsTerminal, read => words = read));

        static bool IsTerminal() => StandardOutput.IsTerminal;

        int Deliver((string Text, int ExitCode) output)
        {
            if (writable && StandardOutput.Write(output.Text, () => limit!.SignalReceived))
                return output.ExitCode;

            // If the output cannot be written, the result is UNKNOWN: an engine must not take it for an OK.
            StandardOutput.Complain($"{description.Name} UNKNOWN - the result could not be written to standard output\n");
            return (int)NagiosState.Unknown;
        }
    }

    /// <summary>Runs a check inside another process, as tests do: no signals, and the output goes to a writer.</summary>
    /// <typeparam name="TOptions">The check's options; scalars only, initial values are the defaults.</typeparam>
    /// <param name="description">What <c>--help</c> says.</param>
    /// <param name="args">The command line.</param>
    /// <param name="output">Where the output goes.</param>
    /// <param name="check">Probe and Evaluate. Throws <see cref="CheckException"/> where it cannot look.</param>
    /// <returns>The exit code.</returns>
    public static int Run<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, string[] args, TextWriter output, Func<TOptions, CheckRun, NagiosCheckResult> check)
        where TOptions : CommonOptions, new()
    {
        ArgumentNullException.ThrowIfNull(output);
        var (text, exitCode) = Execute(description, args, check, new WorkerThreadLimit(obeysSignals: false), () => false, _ => { });
        output.Write(text);
        return exitCode;
    }

    private static (string Text, int ExitCode) Execute<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, string[] args, Func<TOptions, CheckRun, NagiosCheckResult> check, RunLimit limit,
            Func<bool> isTerminal,
        Action<CommandLineWords> isRead)
        where TOptions : CommonOptions, new()
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(args);
        CommandLineWords words;
        try
        {
            words = CommandLineWords.Read<TOptions>(args, description.Executable);
            isRead(words);
            if (words.Help)
                return (words.Json ? HelpJson.Render<TOptions>(description, Version) : HelpText.Render<TOptions>(description, Version),
                    (int)NagiosState.Unknown);
            if (words.Version)
                return ($"{description.Executable} {Version}\n", (int)NagiosState.Unknown);
        }
        catch (Exception bug)
        {
            return Print(description, null, Bug(description.Name, bug, "reading the command line"), isTerminal);
        }

        return Print(description, words, Judge(description, words, check, limit), isTerminal);
    }

    private static NagiosCheckResult Judge<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, CommandLineWords words, Func<TOptions, CheckRun, NagiosCheckResult> check, RunLimit limit)
        where TOptions : CommonOptions, new()
    {
        try
        {
            var options = ParseCommandLine<TOptions>(words);
            if (options.Output is not ("text" or "json"))
                throw CheckException.Usage("--output", options.Output, "is neither text nor json");
            var ifNotApplicable = NagiosStates.Parse("--if-not-applicable", options.IfNotApplicable);
            var timeout = Quantity.Parse("--timeout", options.Timeout, Dimension.Duration, ShortestTimeout, LongestTimeout);
            var run = new CheckRun(options, description.Executable, timeout) { PlaceOfOption = words.PlaceOf };
            return limit.Run(
                TimeSpan.FromSeconds(timeout),
                () => Guarded(description.Name, run, () => check(options, run), ifNotApplicable),
                signal => Unfinished(description.Name, run, timeout, signal));
        }
        catch (CheckException failure)
        {
            return Failure(description.Name, failure, words.PlaceOf);
        }
        catch (Exception bug)
        {
            return Bug(description.Name, bug, "starting");
        }
    }

    private static (string Text, int ExitCode) Print(
        CheckDescription description, CommandLineWords? words, NagiosCheckResult result, Func<bool> isTerminal)
    {
        try
        {
            return (Render(result), result.ExitCode);
        }
        catch (Exception bug)
        {
            var report = Bug(description.Name, bug, "printing the result");
            return (Render(report), report.ExitCode);
        }

        string Render(NagiosCheckResult what) => words is { Json: true }
            ? ResultJson.Render(what, description.Executable, Version)
            : ResultText.Render(what, words?.Verbosity ?? 0, what.Screen is not null && isTerminal());
    }

    private static NagiosCheckResult Unfinished(string name, CheckRun run, double timeout, string? signal) =>
        Failure(
            name,
            signal is not null
                ? new CheckException($"ended by {signal} while {run.Stage}")
                : new CheckException(
                    $"no result within {Quantity.Human(timeout, Dimension.Duration)} (--timeout), stopped while {run.Stage}"),
            run.PlaceOfOption);

    private static NagiosCheckResult Guarded(string name, CheckRun run, Func<NagiosCheckResult> check, NagiosState ifNotApplicable)
    {
        try
        {
            return check() ?? throw new InvalidOperationException("the check returned nothing");
        }
        catch (CheckException failure)
        {
            return Failure(name, failure, run.PlaceOfOption);
        }
        catch (HostException failure)
        {
            return Failure(name, new CheckException(failure.Message, failure), run.PlaceOfOption);
        }
        catch (CheckNotApplicableException nothing)
        {
            var result = new NagiosCheckResult(name) { NotApplicable = nothing.Message, Summary = $"not applicable: {nothing.Message}" };
            return result.Report(nothing.State ?? ifNotApplicable, result.Summary);
        }
        catch (Exception bug)
        {
            return Bug(name, bug, run.Stage);
        }
    }

    // The value may come from a file that --extra-opts read: then the operator needs to know the file and the line.
    private static NagiosCheckResult Failure(string name, CheckException failure, Func<string, string?> placeOfOption)
    {
        var place = failure.Option is { } option ? placeOfOption(option) : null;
        var result = new NagiosCheckResult(name).Report(failure.State, place is null ? failure.Message : $"{failure.Message} ({place})");
        foreach (var step in failure.Steps)
            result.Advise(step);
        return result;
    }

    // A bug in a check ends in one line of text too: an engine would show a crash as CRITICAL without any text.
    private static NagiosCheckResult Bug(string name, Exception bug, string stage) =>
        new NagiosCheckResult(name).Report(NagiosState.Unknown, bug is OutOfMemoryException
            ? $"out of memory while {stage}"
            : $"internal error while {stage}, please report it: {bug.GetType().Name}: {bug.Message}");
}
