using System.Diagnostics.CodeAnalysis;
using System.Reflection;

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
        typeof(CheckHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

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
        var writable = StandardOutput.Secure();
        using var end = new RunEnd();
        end.ObeySignals();
        var (text, exitCode) = Execute(description, args, check, end, () => StandardOutput.IsTerminal);
        if (writable && StandardOutput.Write(text))
            return exitCode;

        // What nobody can read must not pass for an OK.
        StandardOutput.Complain($"{description.Name} UNKNOWN - the result could not be written to standard output\n");
        return (int)NagiosState.Unknown;
    }

    /// <summary>Runs a check inside another process, as tests do: no signals, and the output goes to a writer.</summary>
    public static int Run<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, string[] args, TextWriter output, Func<TOptions, CheckRun, NagiosCheckResult> check)
        where TOptions : CommonOptions, new()
    {
        ArgumentNullException.ThrowIfNull(output);
        using var end = new RunEnd();
        var (text, exitCode) = Execute(description, args, check, end, () => false);
        output.Write(text);
        return exitCode;
    }

    private static (string Text, int ExitCode) Execute<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CheckDescription description, string[] args, Func<TOptions, CheckRun, NagiosCheckResult> check, RunEnd end, Func<bool> isTerminal)
        where TOptions : CommonOptions, new()
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(args);
        var json = AsksForJson(args);
        var verbosity = 0;
        NagiosCheckResult result;
        try
        {
            var options = ParseCommandLine<TOptions>(args);
            if (options.Help)
                return (HelpText.Render<TOptions>(description, Version), (int)NagiosState.Unknown);
            if (options.Version)
                return ($"{description.Executable} {Version}\n", (int)NagiosState.Unknown);

            json = options.Output switch
            {
                "text" => false,
                "json" => true,
                _ => throw CheckException.Usage("--output", options.Output, "is neither text nor json"),
            };
            verbosity = options.Verbose;
            var ifNotApplicable = NagiosStates.Parse("--if-not-applicable", options.IfNotApplicable);
            var timeout = Quantity.Parse("--timeout", options.Timeout, Dimension.Duration, ShortestTimeout, LongestTimeout);
            result = RunBounded(description.Name, () => new CheckRun(options, description.Executable, timeout), run => check(options, run), ifNotApplicable, timeout, end);
        }
        catch (CheckException failure)
        {
            result = Failure(description.Name, failure);
        }
        catch (Exception bug)
        {
            result = Bug(description.Name, bug);
        }

        var text = json ? ResultJson.Render(result, description.Executable, Version) : ResultText.Render(result, verbosity, result.Screen is not null && isTerminal());
        return (text, result.ExitCode);
    }

    // The check works on a thread of its own, so that a file or a server that never answers holds that thread and not the answer.
    private static NagiosCheckResult RunBounded(
        string name, Func<CheckRun> start, Func<CheckRun, NagiosCheckResult> check, NagiosState ifNotApplicable, double timeout, RunEnd end)
    {
        var run = start();
        NagiosCheckResult? result = null;
        var worker = new Thread(() =>
        {
            result = Guarded(name, run, check, ifNotApplicable);
            end.Signal(null);
        })
        { IsBackground = true };
        worker.Start();

        var finished = end.Wait(TimeSpan.FromSeconds(timeout), out var signal);
        if (result is { } whole)
            return whole;
        return Failure(name, finished
            ? new CheckException($"ended by {signal} while {run.Stage}")
            : new CheckException($"no result within {Quantity.Human(timeout, Dimension.Duration)} (--timeout), stopped while {run.Stage}"));
    }

    private static NagiosCheckResult Guarded(string name, CheckRun run, Func<CheckRun, NagiosCheckResult> check, NagiosState ifNotApplicable)
    {
        try
        {
            return check(run);
        }
        catch (CheckException failure)
        {
            return Failure(name, failure);
        }
        catch (CheckNotApplicableException nothing)
        {
            var result = new NagiosCheckResult(name) { NotApplicable = nothing.Message, Summary = $"not applicable: {nothing.Message}" };
            return result.Report(ifNotApplicable, result.Summary);
        }
        catch (Exception bug)
        {
            return Bug(name, bug);
        }
    }

    private static NagiosCheckResult Failure(string name, CheckException failure)
    {
        var result = new NagiosCheckResult(name).Report(NagiosState.Unknown, failure.Message);
        foreach (var step in failure.NextSteps)
            result.NextStep(step);
        return result;
    }

    // A bug still has to be one good line: an engine shows a crash as CRITICAL with no text at all.
    private static NagiosCheckResult Bug(string name, Exception bug) =>
        new NagiosCheckResult(name)
            .Report(NagiosState.Unknown, $"internal error, please report it: {bug.GetType().Name}: {bug.Message}")
            .Note($"at {bug.StackTrace?.Trim()}");
}
