using System.Text.RegularExpressions;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// Texts that do not come from the thing that is checked but from what stands between: the engine, its agents and transports. They say
/// that the problem cannot be seen now, and nothing about the problem.
/// </summary>
internal static partial class UnseenText
{
    /// <summary>True when an output says that the problem could not be looked at.</summary>
    /// <param name="output">The first line of the output.</param>
    public static bool Is(string output) => Transport().IsMatch(output);

    /// <summary>True when a host's output gives one of the reasons for which a host counts as dead; a dead host gives them in
    /// turn.</summary>
    public static bool IsDeadHost(string output) => DeadHost().IsMatch(output);

    // Nagios Core (base/checks.c: timeouts, stale results, return codes), Icinga 2 (lib/methods, lib/icinga: remote instances,
    // timeouts), NRPE and check_nrpe, check_by_ssh and OpenSSH, NSClient++ and check_nt, Net-SNMP, Checkmk's fetchers, Monitoring
    // Plugins' own time limit.
    [GeneratedRegex(
        @"^\((Service|Host) check timed out after|^\(No output (returned from plugin|on stdout)|^\(Return code of \d+ .* out of bounds"
        + @"|<Timeout exceeded\.|<Terminated by signal|Remote Icinga instance '.*' is not connected"
        + @"|CHECK_NRPE|^NRPE: (Command timed out|Unable to read output|Command '.*' not defined|No Command Defined)"
        + @"|Could not complete SSL handshake|port 5666: Connection refused"
        + @"|Remote command execution failed|^ssh: connect to host|Connection (closed|reset) by .* port 22\b"
        + @"|could not fetch information from server|No data was received from host"
        + @"|(?:no|No|NO)\s+(?:snmp\s+|SNMP\s+)?response(?:\s+from|\b)|Timeout: No Response|SNMP (error|timeout)|snmpget.*(timed "
            + @"out|Timeout)"
        + @"|\[agent\] (Communication failed|Empty output|Connection failed)|\[snmp\].*(timed out|timeout|no response)|\[special_.*\] "
            + @".*(failed|timed out)"
        + @"|(Plugin|Script|Check) timed out|Timeout while executing|plugin execution timed out"
        + @"|(results?|data) (is|are) (stale|too old)|is stale\b|no passive (check )?result|freshness threshold|is not receiving "
            + @"(data|results)|No (new )?results? (received|for)"
        + @"|agent (is )?not (reachable|connected|responding)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Transport();

    // check_ping, check_icmp, check_host, check_tcp of the Monitoring Plugins, ping(8), Icinga's hostalive.
    [GeneratedRegex(
        @"packet loss|unreachable|timed out|timeout|rta nan|lost 100|no route to host|connection refused|no answer|not responding|time to "
            + @"live exceeded|host is down|^DOWN\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DeadHost();
}
