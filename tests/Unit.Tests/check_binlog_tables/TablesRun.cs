using System.Text.Json.Nodes;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables.Tests;

/// <summary>One run of the check inside the test, with a state directory of its own unless one is given.</summary>
internal sealed record TablesRun(int ExitCode, string Text)
{
    public static string Fixture(string name) => Repository.Fixture("MySql.Binlog", name + ".bin");

    public static TablesRun Of(params string[] arguments)
    {
        using var state = new TemporaryFolder();
        using var output = new StringWriter { NewLine = "\n" };
        string[] all = arguments.Contains("--state-dir") ? arguments : ["--state-dir", state.Path, .. arguments];
        return new TablesRun(CheckHost.Run(new BinlogTablesCheck(), all, output), output.ToString());
    }

    public static TablesRun Json(params string[] arguments) => Of(["--output", "json", .. arguments]);

    public JsonNode Data => JsonNode.Parse(Text)!["data"]!;

    public JsonNode Table(string name) =>
        Data["tables"]!.AsArray().First(table => $"{table!["schema"]}.{table["table"]}" == name)!;

    public long Sum =>
        Number(Data, "overhead_bytes") + Number(Data, "statement_bytes") + Data["tables"]!.AsArray().Sum(table => Number(table!, "bytes"));

    public static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();
}
