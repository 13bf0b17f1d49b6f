using System.Text.Json.Nodes;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity.Tests;

/// <summary>One run of the check inside the test.</summary>
internal sealed record IntegrityRun(int ExitCode, string Text)
{
    public static string Fixture(string name) => Repository.Fixture("MySql.Binlog", name + ".bin");

    public static IntegrityRun Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        return new IntegrityRun(CheckHost.Run(new BinlogIntegrityCheck(), arguments, output), output.ToString());
    }

    /// <summary>A run whose data are wanted.</summary>
    public static IntegrityRun Json(params string[] arguments) => Of(["--output", "json", .. arguments]);

    public JsonNode Data => JsonNode.Parse(Text)!["data"]!;

    public JsonNode File(int index = 0) => Data["files"]![index]!;
}
