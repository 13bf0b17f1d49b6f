using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>Runs one check of the suite to its end, or to the end of its time.</summary>
internal static class CheckProcess
{
    private const int MaximumOutput = 4 * 1024 * 1024;

    /// <summary>A check ends by itself at its limit; this much later it is stuck and gets killed.</summary>
    public const double GraceSeconds = 2;

    /// <summary>Runs <c>PATH --output json --timeout N</c>. What the check may read, it reads with this user's rights.</summary>
    public static CheckReport Run(string path, double timeoutSeconds, string? stateDirectory)
    {
        var check = Path.GetFileName(path);
        var start = new ProcessStartInfo(path) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--output");
        start.ArgumentList.Add("json");
        start.ArgumentList.Add("--timeout");
        start.ArgumentList.Add(Quantity.Plain(timeoutSeconds));
        if (stateDirectory is not null)
        {
            start.ArgumentList.Add("--state-dir");
            start.ArgumentList.Add(stateDirectory);
        }

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
            return CheckReport.Broken(check, $"could not be started (error {failure.NativeErrorCode})");
        }
        catch (Exception failure)
        {
            // On a thread of its own nothing may be thrown further: one check's trouble would take all answers away.
            return CheckReport.Broken(check, $"could not be run: {Reason(failure)}");
        }
    }

    /// <summary>What a failed start of a thread or process means to an operator.</summary>
    public static string Reason(Exception failure) => (failure is TypeInitializationException { InnerException: { } inner } ? inner : failure) switch
    {
        OutOfMemoryException or ThreadStartException => "this user or its control group has reached its limit of processes or memory (ulimit -u, TasksMax)",
        var other => $"{other.GetType().Name}: {other.Message}",
    };

    private static CheckReport Finish(Process process, string check, double timeoutSeconds)
    {
        var output = "";
        var reader = new Thread(() => output = Read(process.StandardOutput.BaseStream)) { IsBackground = true };
        var drain = new Thread(() => Read(process.StandardError.BaseStream)) { IsBackground = true };
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

        return reader.Join(TimeSpan.FromSeconds(GraceSeconds))
            ? CheckReport.Parse(check, output, process.ExitCode)
            : CheckReport.Broken(check, "ended, but something it started keeps its output open");
    }

    private static string Read(Stream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int got; (got = stream.Read(buffer)) > 0;)
            {
                // Read on to the end, so that the check never blocks, but keep no more than can be a report.
                if (bytes.Length < MaximumOutput)
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
