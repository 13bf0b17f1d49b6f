using CommandLine;

namespace Nagios.Plugin.Tests;

/// <summary>The options of <see cref="SampleCheck"/>: one of every kind that a check can have.</summary>
internal sealed class SampleOptions : HostOptions
{
    [Option('w', "warning", MetaValue = "RANGE", HelpText = "fill of the sample, in percent")]
    public string Warning { get; set; } = "80";

    [Option('c', "critical", MetaValue = "RANGE", HelpText = "fill of the sample, in percent")]
    public string Critical { get; set; } = "90";

    [Option("growth-warning", MetaValue = "RANGE", HelpText = "growth of the sample, in bytes per second")]
    public string? GrowthWarning { get; set; }

    [Option('n', "namespace", MetaValue = "LIST", HelpText = "only these namespaces (default: all)")]
    public string? Namespace { get; set; }

    [Option('p', "password", MetaValue = "WORD", HelpText = "password of the sample")]
    public string? Password { get; set; }

    [Option("window", MetaValue = "DURATION", HelpText = "how far to look back")]
    public string Window { get; set; } = "5m";

    [Option("forbid", HelpText = "alert when there is a sample at all")]
    public bool Forbid { get; set; }

    [Option("do", MetaValue = "WHAT", HelpText = "how to behave: measure, sleep, throw, exhaust, flood, nothing, state, save")]
    public string Do { get; set; } = "measure";
}
