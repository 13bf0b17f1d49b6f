using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Which source to read: the one that an option names, else the one engine that runs on this host.</summary>
internal static class SourceDiscovery
{
    private const string DebianStatusFile = "/var/lib/nagios4/status.dat";
    private static readonly string[] UsualStatusFiles =
    [
        DebianStatusFile, "/var/log/nagios/status.dat", "/var/spool/nagios/status.dat", "/var/cache/nagios/status.dat",
            "/var/lib/nagios/status.dat",
        "/var/cache/nagios3/status.dat", "/usr/local/nagios/var/status.dat", "/var/lib/naemon/status.dat", "/var/cache/naemon/status.dat",
        "/var/cache/icinga/status.dat", "/var/lib/icinga/status.dat", "/var/spool/icinga/status.dat", "/usr/local/icinga/var/status.dat",
        "/var/log/centreon-engine/status.dat",
    ];

    // The sockets of engines whose status file may lie beside: those count as one engine, read from the file.
    private static readonly string[] UsualSockets =
    [
        "/run/icinga2/cmd/livestatus", "/var/cache/naemon/live", "/var/lib/naemon/live", "/var/lib/nagios4/rw/live",
            "/var/lib/nagios/rw/live",
        "/var/spool/nagios/cmd/live", "/usr/local/nagios/var/rw/live", "/var/lib/icinga/rw/live", "/var/spool/icinga/cmd/live",
        "/var/lib/centreon-engine/rw/live",
    ];

    private static readonly string[] IcingaSigns = ["/etc/icinga2/icinga2.conf", "/usr/sbin/icinga2"];

    // Where something of an engine lies, "no engine on this host" would be a guess.
    private static readonly string[] EngineSigns =
    [
        "/omd/sites", "/opt/omd", "/etc/centreon-engine", "/etc/nagios4", "/etc/nagios3", "/etc/naemon", "/etc/icinga",
            "/usr/sbin/nagios4", "/usr/sbin/nagios",
        "/usr/sbin/nagios3", "/usr/bin/naemon", "/usr/sbin/icinga", "/usr/sbin/centengine", "/usr/local/nagios/bin/nagios",
            "/usr/local/icinga/bin/icinga",
    ];

    /// <summary>The source to read.</summary>
    /// <exception cref="CheckException">Options that exclude each other, no way in, or more than one engine.</exception>
    /// <exception cref="CheckNotApplicableException">No engine on this host.</exception>
    public static AcknowledgementSource Find(StaleAcksOptions options, HostFiles files, bool groups)
    {
        double? maximumAge = options.MaxAge is { } age ? Quantity.Parse("--max-age", age, Dimension.Duration, 1, 366 * 86400d) : null;
        if (options.Api is not null)
            return new IcingaApiSource(new IcingaEndpoint(options), groups);
        if (options.Livestatus is { } livestatus)
            return new LivestatusSource(Checked(livestatus), LivestatusTls(options, livestatus), groups);

        var configurations = Configurations(options, files);
        if (options.StatusFile is { } statusFile)
            return File(files, statusFile, Matching(configurations, statusFile), inRoot: false);
        if (options.NagiosConfig is not null)
            return File(files, configurations[0].StatusFile ?? throw new CheckException($"{options.NagiosConfig} names no status_file"),
                configurations[0], inRoot: true);
        return Running(configurations);

        StatusFileSource File(HostFiles files, string path, NagiosConfiguration? configuration, bool inRoot) =>
            new(inRoot ? files.PathOf(path) : path, configuration, maximumAge, options.CommandFile, groups);

        AcknowledgementSource Running(List<NagiosConfiguration> configurations)
        {
            var statusFiles = configurations.Select(configuration => configuration.StatusFile ?? DebianStatusFile).Concat(UsualStatusFiles)
                .Distinct(StringComparer.Ordinal).Where(path => files.Status(path) is not null).ToList();
            var sockets = UsualSockets.Where(path => files.Status(path) is not null && !statusFiles.Exists(file => SameEngine(file, path)))
                .Concat(SiteSockets(files)).ToList();
            return (statusFiles.Count + sockets.Count) switch
            {
                1 when statusFiles.Count == 1 => File(files, statusFiles[0], Matching(configurations, statusFiles[0]), inRoot: true),
                1 => new LivestatusSource(files.PathOf(sockets[0]), null, groups),
                0 => throw Nothing(files, configurations),
                _ => throw new CheckException(
                    $"more than one engine runs here: {string.Join(", ", statusFiles.Concat(sockets).Select(files.PathOf))}")
                {
                    Steps = [$"Run this check once for each: with --status-file, --livestatus or --api"],
                },
            };
        }
    }

    private static TlsSettings? LivestatusTls(StaleAcksOptions options, string livestatus) => !options.LivestatusTls ? null
        : new TlsSettings(
            options.SslCa, options.SslCert, options.SslKey, options.SslName ?? HostAndPort.Parse("--livestatus", livestatus, 0).Host,
            !options.SslInsecure);

    private static List<NagiosConfiguration> Configurations(StaleAcksOptions options, HostFiles files)
    {
        if (options.NagiosConfig is { } path)
            return [NagiosConfiguration.Read(files, path) ?? throw new CheckException($"{path} does not exist (--nagios-config)")];
        var found = new List<NagiosConfiguration>();
        foreach (var place in NagiosConfiguration.UsualPlaces)
        {
            // One that is there and may not be read is told from none only by what it would have said: the usual places serve.
            var file = files.Read(place);
            if (file.Outcome == FileOutcome.Read)
                found.Add(NagiosConfiguration.Parse(file.Text));
        }

        return found;
    }

    private static NagiosConfiguration? Matching(List<NagiosConfiguration> configurations, string statusFile) =>
        configurations.Find(configuration => configuration.StatusFile == statusFile)
            ?? (configurations.Count == 1 && configurations[0].StatusFile is null ? configurations[0] : null);

    // OMD and Checkmk: every site has its own engine, and every engine of theirs has Livestatus.
    private static IEnumerable<string> SiteSockets(HostFiles files)
    {
        IReadOnlyList<string> sites;
        try
        {
            sites = files.List("/omd/sites") ?? [];
        }
        catch (HostException)
        {
            sites = [];
        }

        return sites.Order(StringComparer.Ordinal).Select(site => $"/omd/sites/{site}/tmp/run/live").Where(path =>
            files.Status(path) is not null);
    }

    private static bool SameEngine(string statusFile, string socket)
    {
        foreach (var engine in new[] { "nagios4", "naemon", "icinga", "centreon", "nagios" })
        {
            if (statusFile.Contains(engine, StringComparison.Ordinal))
                return socket.Contains(engine, StringComparison.Ordinal);
        }

        return false;
    }

    private static Exception Nothing(HostFiles files, List<NagiosConfiguration> configurations)
    {
        if (IcingaSigns.Any(sign => files.Status(sign) is not null) && configurations.Count == 0)
        {
            return new CheckException("Icinga 2 is installed here, but there is no way in: no Livestatus socket, and --api is not given")
            {
                Steps = [$"Use its API: --api https://localhost --ssl-name NODENAME --user NAME --password-file PATH",
                    $"Or switch on Livestatus: icinga2 feature enable livestatus, then restart Icinga 2"],
            };
        }

        if (configurations.Count == 0)
            return NoConfiguration(files);
        var path = configurations[0].StatusFile ?? DebianStatusFile;
        if (PathObstacle.Find(files.PathOf(path)) is { } obstacle)
            return new CheckException(obstacle.Reason(files.PathOf(path))) { Steps = [obstacle.Remedy()] };
        return new CheckException($"{files.PathOf(path)} does not exist: an engine is installed here, but Nagios removes its status "
            + $"file when it stops; is it running?")
        {
            Steps = [$"Start the engine, or name its status file with --status-file",
                $"For an engine elsewhere: --livestatus HOST:PORT or --api URL"],
        };
    }

    private static Exception NoConfiguration(HostFiles files)
    {
        foreach (var path in UsualStatusFiles.Concat(UsualSockets))
        {
            if (PathObstacle.Find(files.PathOf(path)) is { } obstacle)
                return new CheckException(obstacle.Reason(files.PathOf(path))) { Steps = [obstacle.Remedy()] };
        }

        if (Array.Find(EngineSigns, sign => files.Status(sign) is not null) is not { } found)
            return new CheckNotApplicableException("no Nagios, Naemon, Icinga, Centreon Engine, OMD or Checkmk on this host");
        return new CheckException($"an engine seems to be installed here ({files.PathOf(found)}), but neither its status file nor its "
            + $"Livestatus socket was found; is it running?")
        {
            Steps = [$"Name it: --status-file, --nagios-config, --livestatus or --api; OMD and Checkmk: --livestatus "
                + $"/omd/sites/SITE/tmp/run/live"],
        };
    }

    private static string Checked(string livestatus)
    {
        if (livestatus.StartsWith('/'))
            return livestatus;
        var (host, port) = HostAndPort.Parse("--livestatus", livestatus, 0);
        return host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
    }
}
