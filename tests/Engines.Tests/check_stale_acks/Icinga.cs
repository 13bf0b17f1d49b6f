using System.Globalization;
using System.Text.Json.Nodes;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>An engine and its three sources, each with a memory of its own.</summary>
internal sealed class Icinga(string objects, string pluginDir = "/usr/lib/nagios/plugins") : IDisposable
{
    private static readonly string[] Sources = ["api", "unix", "tcp"];

    public IcingaEngine Engine { get; } = IcingaEngine.Start(objects, pluginDir);

    public TemporaryFolder State { get; } = new();

    public void Acknowledge(string service, bool sticky, string comment, bool persistent = false, long? expiry = null)
    {
        var body = new JsonObject { ["type"] = "Service", ["service"] = $"db1!{service}", ["author"] = "ops", ["comment"] = comment,
            ["sticky"] = sticky, ["persistent"] = persistent };
        if (expiry is not null)
            body["expiry"] = expiry;
        Engine.Api.Post("/v1/actions/acknowledge-problem", body);
    }

    public Look Run(string source, params string[] options) => Run(0, source, options);

    public void All(int exitCode, Action<Look>? more = null, params string[] options) => All(exitCode, more, 0, options);

    public void AllJson(int? exitCode, Action<Look> more, double later = 0) => All(exitCode, more, later, ["--output", "json"]);

    public void Dispose()
    {
        Engine.Dispose();
        State.Dispose();
    }

    private void All(int? exitCode, Action<Look>? more, double later, string[] options)
    {
        foreach (var source in Sources)
        {
            var look = Run(later, source, options);
            Assert.True(exitCode is null || look.ExitCode == exitCode, $"{source}: {look.ExitCode} {look.Output}");
            more?.Invoke(look);
        }
    }

    private Look Run(double later, string source, string[] options) => Look.Later(later, State.Path, [.. Options(source), .. options]);

    public string[] Options(string source)
    {
        var file = State.Write("api-password", Engine.Password + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return source switch
        {
            "api" => ["--api", string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{Engine.ApiPort}"), "-u",
                IcingaEngine.UserName, "--password-file", file, "--ssl-ca", IcingaCertificates.Authority, "--ssl-name",
                IcingaCertificates.NodeName],
            "unix" => ["--livestatus", Engine.LivestatusPath],
            _ => ["--livestatus", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Engine.LivestatusPort}")],
        };
    }
}
