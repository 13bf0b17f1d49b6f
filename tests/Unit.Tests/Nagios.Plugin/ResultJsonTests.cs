using System.Text.Json;

namespace Nagios.Plugin.Tests;

public sealed class ResultJsonTests
{
    [Fact]
    public void Holds_everything_on_one_line()
    {
        var result = new NagiosCheckResult(
            "CONNTRACK") { Data = json => { json.WriteStartArray(); json.WriteNumberValue(7); json.WriteEndArray(); } }
            .Measure(new PerfDatum("fill", 95.5, "%") { Thresholds = Thresholds.Parse("", "~:80", "90"), Minimum = 0 }, "table 95.5 % full",
                "many flows")
            .Report(NagiosState.Ok, "fine").Advise($"raise it").Note("seen as root");
        Assert.Equal(
            """
            {"check":"check_conntrack","version":"1.2.3","state":"CRITICAL","exit_code":2,"summary":"table 95.5 % full",
            "details":["[CRITICAL] table 95.5 % full: many flows","[OK] fine","Note: seen as root"],"next_steps":["raise it"],
            "perfdata":[{"label":"fill","value":95.5,"uom":"%","warning":"~:80","critical":"90","minimum":0,"maximum":null}],
            "data":[7],"unseen":[],"not_applicable":null}
            """.Replace("\n", "", StringComparison.Ordinal) + "\n",
            ResultJson.Render(result, "check_conntrack", "1.2.3"));
    }

    [Fact]
    public void Is_one_valid_object_whatever_the_texts_are()
    {
        var text = new HostileText(2013);
        for (var number = 0; number < 3000; number++)
        {
            var result = RandomResult.Next(text);
            var hostile = text.Next();
            result.Data = json =>
            {
                json.WriteStartObject();
                json.WriteString("name", hostile);
                json.WriteString(hostile, "value");
                json.WriteEndObject();
            };

            var output = ResultJson.Render(result, "check_sample", "1.0.0");

            Assert.Equal(output.Length - 1, output.IndexOf('\n', StringComparison.Ordinal));
            using var parsed = JsonDocument.Parse(output);
            var json = parsed.RootElement;
            Assert.Equal((result.ExitCode, result.State.Word()),
                (json.GetProperty("exit_code").GetInt32(), json.GetProperty("state").GetString()));
            Assert.Equal(result.PerfData.Select(datum => datum.Label), json.GetProperty("perfdata").EnumerateArray()
                .Select(item => item.GetProperty("label").GetString()));
            Assert.Equal(result.PerfData.Select(datum => datum.Value), json.GetProperty("perfdata").EnumerateArray()
                .Select(item => item.GetProperty("value").GetDouble()));
            Assert.Equal(result.Findings.Count + result.Notes.Count, json.GetProperty("details").GetArrayLength());
            Assert.NotEqual("", json.GetProperty("summary").GetString());
            Assert.Equal(result.NotApplicable is null ? JsonValueKind.Null : JsonValueKind.String,
                json.GetProperty("not_applicable").ValueKind);
            Assert.Equal(2, json.GetProperty("data").EnumerateObject().Count());
            Assert.Equal(11, json.EnumerateObject().Count());
        }
    }

    private static readonly Dictionary<string, Action<Utf8JsonWriter>> FaultyWriters = new()
    {
        ["throws"] = _ => throw new InvalidOperationException("a bug | with\na pipe"),
        ["throws half way"] = json =>
        {
            json.WriteStartObject();
            throw new FormatException("half way");
        },
        ["leaves an array open"] = json => json.WriteStartArray(),
        ["closes what is not open"] = json => json.WriteEndObject(),
        ["leaves a property without a value"] = json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("lonely");
            json.WriteEndObject();
        },
        ["writes two values"] = json =>
        {
            json.WriteNumberValue(1);
            json.WriteNumberValue(2);
        },
        ["writes nothing"] = _ => { },
    };

    public static TheoryData<string> Faults => [.. FaultyWriters.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_in_the_checks_own_table_costs_the_table_and_not_the_verdict(string fault)
    {
        var result = new NagiosCheckResult("X") { Data = FaultyWriters[fault] }.Report(NagiosState.Critical, "the partition is full");
        using var parsed = JsonDocument.Parse(ResultJson.Render(result, "check_x", "1.0.0"));
        var json = parsed.RootElement;
        Assert.Equal((2, "the partition is full"), (json.GetProperty("exit_code").GetInt32(), json.GetProperty("summary").GetString()));
        Assert.Equal("{}", json.GetProperty("data").GetRawText());
        Assert.StartsWith("Note: internal error", json.GetProperty("details")[1].GetString(), StringComparison.Ordinal);
    }
}
