using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>Runs one check of the suite to its end, or to the end of its time.</summary>
internal static class CheckProcess
{
    private const int MaximumOutput = 4 * 1024 * 1024;
    private const int MaximumErrors = 64 * 1024;

    /// <summary>A check ends by itself at its limit; this much later it is stuck and gets killed.</summary>
    public const double GraceSeconds = 2;

    /// <summary>Runs <c>PATH --output json --timeout N</c>. What the check may read, it reads with this user's rights.</summary>
    /// <param name="path">The executable.</param>
    /// <param name="timeoutSeconds">The check's own time limit.</param>
    /// <param name="arguments">More words for its command line.</param>
    /// <param name="password">The server's password for a check that logs in; null for none.</param>
    public static CheckReport Run(string path, double timeoutSeconds, IEnumerable<string> arguments, string? password)
    {
        var check = Path.GetFileName(path);
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in arguments.Concat(["--output", "json", "--timeout", Quantity.Plain(timeoutSeconds)]))
            start.ArgumentList.Add(word);
        if (password is not null)
            start.Environment["MYSQL_PWD"] = password;

        try
        {
            using var process = Process.Start(start);
            if (process is null)
                return CheckReport.Broken(check, "could not be started");
            process.StandardInput.Close();
            return Finish(process, check, timeoutSeconds);
        }
        catch (Win32Exception failure)
        {
            var loader = failure.NativeErrorCode == SystemError.NoEntry ? ProgramLoader.MissingFor(path) : null;
            return CheckReport.Broken(check, $"could not be started: {Marshal.GetPInvokeErrorMessage(failure.NativeErrorCode)}"
                + (loader is null ? "" : $"; the file is there, but not {loader}, which the system needs to load it"));
        }
        catch (Exception failure)
        {
            // On a thread of its own nothing may be thrown further: one check's trouble would take all answers away.
            return CheckReport.Broken(check, $"could not be run: {Reason(failure)}");
        }
    }

    /// <summary>What a failed start of a thread or process means to an operator.</summary>
    public static string Reason(Exception failure) => Innermost(failure) switch
    {
        OutOfMemoryException or ThreadStartException => "this user or its control group has reached its limit of processes or memory "
            + "(ulimit -u, TasksMax)",
        var other => $"{other.GetType().Name}: {other.Message}",
    };

    private static Exception Innermost(Exception failure) =>
        failure is TypeInitializationException { InnerException: { } inner } ? inner : failure;

    private static CheckReport Finish(Process process, string check, double timeoutSeconds)
    {
        var (output, errors) = ("", "");
        var reader = new Thread(() => output = Read(process.StandardOutput.BaseStream, MaximumOutput)) { IsBackground = true };
        var drain = new Thread(() => errors = Read(process.StandardError.BaseStream, MaximumErrors)) { IsBackground = true };
        try
        {
            reader.Start();
            drain.Start();
        }
        catch
        {
            process.Kill();
            throw;
        }

        var limit = TimeSpan.FromSeconds(timeoutSeconds + GraceSeconds);
        if (!process.WaitForExit(limit))
        {
            process.Kill();
            return CheckReport.Broken(check, $"was killed: no end within {Quantity.Human(limit.TotalSeconds, Dimension.Duration)}");
        }

        // Standard error matters only where there is no report, and then it ends with the process.
        return reader.Join(TimeSpan.FromSeconds(GraceSeconds)) && (drain.Join(TimeSpan.FromSeconds(GraceSeconds)) || output.Length > 0)
            ? CheckReport.Parse(check, output, errors, process.ExitCode)
            : CheckReport.Broken(check, "ended, but something it started keeps its output open");
    }

    private static string Read(Stream stream, int maximum)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int got; (got = stream.Read(buffer)) > 0;)
            {
                // Read on to the end, so that the check never blocks, but keep no more than can be a report.
                if (bytes.Length < maximum)
                    bytes.Write(buffer, 0, got);
            }
        }
        catch (Exception)
        {
            // A killed check, or no thread or memory to be had: on this thread nothing may be thrown further, and a report that
            // was cut shows as none.
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
