namespace MonitoringEngines;

/// <summary>What every Icinga of the tests is configured with.</summary>
internal static class IcingaConfiguration
{
    /// <summary>The constants that put every path into one folder, as -D options.</summary>
    public static IReadOnlyList<string> Constants(string folder) =>
    [
        "-D", $"ConfigDir={folder}/conf", "-D", $"DataDir={folder}/data", "-D", $"LogDir={folder}/log", "-D", $"CacheDir={folder}/cache",
        "-D", $"SpoolDir={folder}/spool", "-D", $"InitRunDir={folder}/run", "-D", $"PidPath={folder}/run/icinga2.pid",
        "-D", $"RunAsUser={EngineAccount.Name}", "-D", $"RunAsGroup={EngineAccount.Group}", "-D", $"VarsPath={folder}/cache/icinga2.vars",
        "-D", $"ObjectsPath={folder}/cache/icinga2.debug", "-D", $"StatePath={folder}/data/icinga2.state", "-D",
            $"ModAttrPath={folder}/data/modified-attributes.conf",
    ];

    /// <summary>icinga2.conf around the test's own objects.</summary>
    public static string MainFile(string folder, string pluginDir, int apiPort, int livestatusPort, string password) => $$"""
        const NodeName = "{{IcingaCertificates.NodeName}}"
        const ZoneName = "{{IcingaCertificates.NodeName}}"
        const TicketSalt = ""
        const PluginDir = "{{pluginDir}}"
        include <itl>
        include <plugins>
        library "livestatus"

        object Zone NodeName { endpoints = [ NodeName ] }
        object Endpoint NodeName { }
        object FileLogger "main" { severity = "information"; path = "{{folder}}/log/icinga2.log" }
        object CheckerComponent "checker" { }
        object ExternalCommandListener "command" { command_path = "{{folder}}/run/icinga2.cmd" }
        object LivestatusListener "unix" { socket_type = "unix"; socket_path = "{{folder}}/run/livestatus" }
        object LivestatusListener "tcp" { socket_type = "tcp"; bind_host = "127.0.0.1"; bind_port = "{{livestatusPort}}" }
        object ApiListener "api" { bind_host = "127.0.0.1"; bind_port = {{apiPort}} }
        object ApiUser "{{IcingaEngine.UserName}}" { password = "{{password}}"; permissions = [ "*" ] }
        object ApiUser "client" { client_cn = "{{IcingaCertificates.ClientName}}"; permissions = [ "*" ] }

        template Host "engine-host" { check_command = "passive"; enable_active_checks = false; max_check_attempts = 1 }
        template Service "engine-service" { max_check_attempts = 1; check_interval = 1h; retry_interval = 1h; enable_flapping = false }

        include "objects.conf"

        """;
}
