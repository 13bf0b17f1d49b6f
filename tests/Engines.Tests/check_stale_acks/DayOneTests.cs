using System.Globalization;
using System.Text.RegularExpressions;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>The page about the first day on a large site, run command by command beside a real Nagios with 2,000 services and 60
/// acknowledgements that are 400 days old.</summary>
public sealed partial class DayOneTests
{
    private const int Hosts = 20, ServicesOfHost = 100, Acknowledged = 60;
    private const long Age = 400 * 86400L;

    [Fact]
    public void Three_commands_make_the_first_day_quiet_and_leave_every_change_loud()
    {
        var commands = Commands();
        Assert.Equal(3, commands.Count);
        using var nagios = NagiosEngine.Start(Objects());
        using var state = new TemporaryFolder();
        var acknowledged = Enumerable.Range(0, Acknowledged).Select(number => (Host: $"h{number % Hosts}",
            Service: $"s{number}")).ToList();
        foreach (var (host, service) in acknowledged)
            nagios.Command($"PROCESS_SERVICE_CHECK_RESULT;{host};{service};2;{Output("/var")}");
        foreach (var (host, service) in acknowledged)
            nagios.Command($"ACKNOWLEDGE_SVC_PROBLEM;{host};{service};2;0;1;ops;known for long");
        Requirements.Until(() => AcknowledgedNow(nagios) == Acknowledged, TimeSpan.FromSeconds(60), "60 acknowledgements");
        MakeOld(nagios);
        Assert.Equal(Hosts * ServicesOfHost, nagios.Status().Count(block => block.Kind == "servicestatus"));
        ProcessRun Run(string command) => ProcessRun.Of(Repository.Executable("check_stale_acks"),
            [.. command.Replace("DIR", state.Path, StringComparison.Ordinal).Split(' ')[1..], "--nagios-config",
                Path.Combine(nagios.Folder, "nagios.cfg")]);

        var list = Run(commands[0]);

        Assert.Equal(1, list.ExitCode);
        Assert.Contains($"({Acknowledged} old of {Acknowledged} acknowledgements)", list.FirstLine, StringComparison.Ordinal);
        var lines = list.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(Acknowledged + 2, lines.Length);
        Assert.All(lines[2..], line => Assert.Matches("^ops +400 d  CRITICAL    old               h[0-9]+/s[0-9]+$", line));

        var baseline = Run(commands[1]);

        Assert.Equal((0, ""), (baseline.ExitCode, baseline.Error));
        Assert.StartsWith(
            $"STALE_ACKS OK - baseline taken: {Acknowledged} acknowledgements known from now on, only changes will be told | ",
            baseline.Output, StringComparison.Ordinal);
        Assert.Equal(0, Run(commands[2]).ExitCode);
        Assert.Equal(0, Run(commands[2].Replace("changes", "housekeeping", StringComparison.Ordinal)).ExitCode);

        nagios.Submit("h17", "s17", 2, Output("/var=97%;80;90 /binlog"));
        var changed = Run(commands[2]);

        Assert.Equal(2, changed.ExitCode);
        Assert.StartsWith("STALE_ACKS CRITICAL - h17/s17 acknowledged 400 d ago by ops for /var, now also /binlog 97 % (1 other_problem "
            + $"of {Acknowledged} acknowledgements) | ", changed.Output, StringComparison.Ordinal);
    }

    // The commands of the page, in their order.
    private static List<string> Commands()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "checks", "check_stale_acks.md"));
        var section = page[page.IndexOf("## The first day on a large site", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 3, StringComparison.Ordinal)];
        return [.. Command().Matches(section).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("^[0-9]\\. [^`\n]*`(check_stale_acks [^`]*)`", RegexOptions.Multiline)]
    private static partial Regex Command();

    private static string Output(string label) => $"DISK CRITICAL - {label.Split(' ')[^1]} is full|{label}=97%;80;90";

    private static int AcknowledgedNow(NagiosEngine nagios) =>
        nagios.Status().Count(block => block.Kind == "servicestatus" && block["problem_has_been_acknowledged"] == "1");

    // An engine that has run for years keeps them in its retention file; here the times in it are put back.
    private static void MakeOld(NagiosEngine nagios)
    {
        nagios.Stop();
        var path = Path.Combine(nagios.Folder, "retention.dat");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, EntryTime().Replace(text, match => string.Create(CultureInfo.InvariantCulture,
            $"{match.Groups[1].Value}={long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) - Age}")));
        nagios.Start();
        Requirements.Until(() => AcknowledgedNow(nagios) == Acknowledged, TimeSpan.FromSeconds(30), "the acknowledgements after the start");
    }

    // What was acknowledged so long ago was last OK before.
    [GeneratedRegex("(entry_time|last_time_ok)=([1-9][0-9]+)")]
    private static partial Regex EntryTime();

    private static string Objects()
    {
        var text = new System.Text.StringBuilder();
        for (var host = 0; host < Hosts; host++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                define host {
                    use engine-host
                    host_name h{{host}}
                    check_command none
                    active_checks_enabled 0
                }

                """);
            for (var number = host; number < Hosts * ServicesOfHost; number += Hosts)
                text.Append(CultureInfo.InvariantCulture, $$"""
                    define service {
                        use engine-service
                        host_name h{{host}}
                        service_description s{{number}}
                        check_command none
                        active_checks_enabled 0
                    }

                    """);
        }

        return text.ToString();
    }
}
