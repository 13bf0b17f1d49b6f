using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Options that have no effect without another one, or beside another one: whoever writes such a thing believes that it works, so
/// it is refused.</summary>
internal static class LonelyOptions
{
    /// <summary>Refuses them.</summary>
    /// <exception cref="CheckException">Names the option and what it needs.</exception>
    public static void Refuse(StaleAcksOptions options)
    {
        RefuseDeeds(options);
        RefuseTogether(options);
        RefuseSources(options);
        RefuseTls(options);
    }

    private static void RefuseDeeds(StaleAcksOptions options)
    {
        if (options.DryRun && options.Clear is null && options.Submit is null && options.Remove is null)
            throw new CheckException("--dry-run is given without --clear, --submit or --remove");
        if (options.ClearLimit is not null && options.Clear is null)
            throw new CheckException("--clear-limit is for --clear, which is not given");
        if (options.IfNoTicket is not { } state)
            return;

        // What is no state is told first: it would not do beside --ticket-regex either.
        _ = NagiosStates.Parse("--if-no-ticket", state);
        if (options.TicketRegex is null)
            throw new CheckException("--if-no-ticket is for --ticket-regex, which is not given");
    }

    // --remove ends the run, and a baseline makes everything known, so that nothing is left to clear or to submit.
    private static void RefuseTogether(StaleAcksOptions options)
    {
        var beside = options.Clear is not null ? "--clear" : options.Submit is not null ? "--submit" : null;
        if (options.Remove is not null)
            beside = options.Baseline ? "--baseline" : options.List ? "--list" : beside;
        if (beside is not null && (options.Remove is not null || options.Baseline))
            throw new CheckException(
                $"{(options.Remove is not null ? "--remove" : "--baseline")} does nothing else: run the check once more "
                + $"for {beside}");
    }

    private static void RefuseSources(StaleAcksOptions options)
    {
        if (new[] { options.StatusFile, options.Livestatus, options.Api }.Count(given => given is not null) > 1)
            throw new CheckException("--status-file, --livestatus and --api name three sources: one run reads one of them");
        var login = options.User is not null ? "--user" : options.PasswordFile is not null ? "--password-file" : null;
        if (login is not null && options.Api is null)
            throw new CheckException($"{login} is for the API of Icinga 2, and --api is not given");
        var file = options.MaxAge is not null ? "--max-age"
            : options.NagiosConfig is not null ? "--nagios-config"
            : options.CommandFile is not null ? "--command-file"
            : null;
        if (file is not null && (options.Api ?? options.Livestatus) is not null)
            throw new CheckException($"{file} is for a status file, and {(options.Api is not null ? "--api" : "--livestatus")} reads none");
    }

    private static void RefuseTls(StaleAcksOptions options)
    {
        if (options.LivestatusTls && (options.Livestatus is null || options.Livestatus.StartsWith('/')))
            throw new CheckException("--livestatus-tls is for --livestatus HOST:PORT, which is not given");
        var tls = options.SslCa is not null ? "--ssl-ca"
            : options.SslCert is not null ? "--ssl-cert"
            : options.SslKey is not null ? "--ssl-key"
            : options.SslName is not null ? "--ssl-name"
            : options.SslInsecure ? "--ssl-insecure"
            : null;
        if (tls is not null && options.Api is null && !options.LivestatusTls)
            throw new CheckException($"{tls} is for TLS, and neither --api nor --livestatus-tls is given");
        if (tls is not null && options.Api?.StartsWith("http://", StringComparison.Ordinal) == true)
            throw new CheckException($"{tls} is for TLS, and --api begins with http://");
        if (options.SslKey is not null && options.SslCert is null)
            throw new CheckException("--ssl-key is given without --ssl-cert");
    }
}
