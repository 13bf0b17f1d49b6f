using System.Diagnostics.CodeAnalysis;

namespace Nagios.Plugin;

/// <summary>The way in for checks that are built from the parts of <see cref="Check{TOptions, TLimits, TMeasurement,
/// THistory}"/>.</summary>
public static partial class CheckHost
{
    /// <summary>Runs a check as a process: writes to standard output and ends in time when SIGTERM, SIGINT or SIGHUP arrive.</summary>
    /// <returns>The exit code for Main to return.</returns>
    public static int Run<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions, TLimits, TMeasurement, THistory>(
        Check<TOptions, TLimits, TMeasurement, THistory> check, string[] args)
        where TOptions : CommonOptions, new()
        where THistory : class
    {
        ArgumentNullException.ThrowIfNull(check);
        return Run<TOptions>(check.Description with { Series = check.Series }, args, check.Run);
    }

    /// <summary>Runs a check inside another process, as tests do: no signals, and the output goes to a writer.</summary>
    /// <returns>The exit code.</returns>
    public static int Run<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions, TLimits, TMeasurement, THistory>(
        Check<TOptions, TLimits, TMeasurement, THistory> check, string[] args, TextWriter output)
        where TOptions : CommonOptions, new()
        where THistory : class
    {
        ArgumentNullException.ThrowIfNull(check);
        return Run<TOptions>(check.Description with { Series = check.Series }, args, output, check.Run);
    }
}
