namespace MonitoringEngines;

/// <summary>What every Nagios of the tests is configured with.</summary>
internal static class NagiosConfiguration
{
    /// <summary>Always there: see <see cref="NagiosEngine.Start(string, string, string)"/>.</summary>
    public const string BaseObjects = """
        define timeperiod {
            timeperiod_name always
            alias           always
            sunday          00:00-24:00
            monday          00:00-24:00
            tuesday         00:00-24:00
            wednesday       00:00-24:00
            thursday        00:00-24:00
            friday          00:00-24:00
            saturday        00:00-24:00
        }
        define command {
            command_name    run
            command_line    $ARG1$
        }
        define command {
            command_name    none
            command_line    /bin/true
        }
        define contact {
            contact_name                    nobody
            host_notification_period        always
            service_notification_period     always
            host_notification_options       n
            service_notification_options    n
            host_notification_commands      none
            service_notification_commands   none
        }
        define host {
            name                    engine-host
            address                 127.0.0.1
            max_check_attempts      1
            check_interval          1000
            check_period            always
            contacts                nobody
            notification_period     always
            notification_interval   0
            register                0
        }
        define service {
            name                    engine-service
            max_check_attempts      1
            check_interval          1000
            retry_interval          1000
            check_period            always
            contacts                nobody
            notification_period     always
            notification_interval   0
            register                0
        }

        """;

    /// <summary>nagios.cfg: as Debian's, with every path in one folder and nothing that waits longer than a second.</summary>
    public static string MainFile(string folder) => $"""
        log_file={folder}/nagios.log
        cfg_file={folder}/base.cfg
        cfg_file={folder}/objects.cfg
        resource_file={folder}/resource.cfg
        object_cache_file={folder}/objects.cache
        precached_object_file={folder}/objects.precache
        status_file={folder}/status.dat
        state_retention_file={folder}/retention.dat
        command_file={folder}/rw/nagios.cmd
        query_socket={folder}/rw/nagios.qh
        lock_file={folder}/nagios.pid
        temp_file={folder}/nagios.tmp
        temp_path=/tmp
        check_result_path={folder}/spool
        nagios_user={EngineAccount.Name}
        nagios_group={EngineAccount.Group}
        use_syslog=0
        check_for_updates=0
        check_external_commands=1
        status_update_interval=1
        check_result_reaper_frequency=1
        service_inter_check_delay_method=n
        host_inter_check_delay_method=n
        service_interleave_factor=1
        retain_state_information=1
        use_retained_scheduling_info=0
        enable_flap_detection=0
        illegal_macro_output_chars=`~$&|'"<>

        """;
}
