using System.Globalization;
using System.Text.Json.Nodes;

namespace Engines.Tests;

/// <summary>
/// What a check says with --output json is what the consumers' own parsers read from its perfdata: Icinga's
/// parse_performance_data() and Monitoring::Plugin::Performance of Perl.
/// </summary>
[Collection(IcingaCollection.Name)]
public sealed class PerfDataParsersTests(IcingaWithCalls icinga)
{
    // Icinga converts to base units and gives them names; what it does not know it drops.
    private static readonly Dictionary<string, string> IcingaUnits =
        new() { [""] = "", ["s"] = "seconds", ["%"] = "percent", ["B"] = "bytes", ["c"] = "" };

    [Theory]
    [MemberData(nameof(PluginCalls.Judged), MemberType = typeof(PluginCalls))]
    public void Icinga_reads_every_item_as_it_was_meant(string call, int state)
    {
        var (items, meant) = Printed(call, state);
        var read = icinga.Engine.ParsePerfData(items.Select(item => item.ToString()));
        Assert.Equal(meant.Count, read.Count);
        foreach (var (item, parsed) in meant.Zip(read))
        {
            Assert.True(parsed is not null, $"Icinga refuses {item}");
            Assert.Equal(item.Label, parsed["label"]!.GetValue<string>());
            Assert.Equal(item.Value, parsed["value"]!.GetValue<double>(), 6);
            Assert.Equal(IcingaUnits[item.Unit], parsed["unit"]!.GetValue<string>());
            Assert.Equal(Plain(item.Warning), parsed["warn"]?.GetValue<double>());
            Assert.Equal(Plain(item.Critical), parsed["crit"]?.GetValue<double>());
            Assert.Equal(item.Minimum, parsed["min"]?.GetValue<double>());
            Assert.Equal(item.Maximum, parsed["max"]?.GetValue<double>());
        }
    }

    [Theory]
    [MemberData(nameof(PluginCalls.Judged), MemberType = typeof(PluginCalls))]
    public void Perl_reads_every_item_as_it_was_meant(string call, int state)
    {
        Requirements.Program("libmonitoring-plugin-perl", "/usr/share/perl5/Monitoring/Plugin/Performance.pm");
        var (items, meant) = Printed(call, state);
        var script = """
            use Monitoring::Plugin::Performance;
            binmode(STDOUT, ":raw");
            for (Monitoring::Plugin::Performance->parse_perfstring($ARGV[0])) {
                print join("\t", map { defined $_ ? "$_" : "" } $_->label, $_->value, $_->uom, $_->warning, $_->critical, $_->min, $_->max), "\n";
            }
            """;
        var run = ProcessRun.Of("/usr/bin/perl", ["-e", script, string.Join(' ', items.Select(item => $"'{item.Label}'={item.Rest}"))]);
        Assert.True(run.ExitCode == 0, run.Error);
        var read = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // It drops an item whose range begins with '@' and what follows it: only complete lines can be compared.
        var understood = meant.TakeWhile(item => !$"{item.Warning}{item.Critical}".Contains('@', StringComparison.Ordinal)).ToList();
        Assert.Equal(understood.Select(
            item => $"{item.Label}\t{Number(item.Value)}\t{item.Unit}\t{item.Warning}\t{item.Critical}\t"
                + $"{Number(item.Minimum)}\t{Number(item.Maximum)}"), read.Take(understood.Count));
        Assert.True(understood.Count < meant.Count || read.Length == meant.Count, $"{read.Length} items of {meant.Count}: {run.Output}");
    }

    private static string Number(double? value) => value?.ToString("0.#########", CultureInfo.InvariantCulture) ?? "";

    // Icinga keeps only plain numbers as limits, not ranges.
    private static double? Plain(string? range) => double.TryParse(range, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The first line may leave out items that do not fit; those that are there come first and in the same order.
    private (IReadOnlyList<PerfDataItem> Items, IReadOnlyList<Meant> Meant) Printed(string call, int state)
    {
        var text = icinga.Calls.RunAlone(call);
        Assert.Equal(state, text.ExitCode);
        var items = PerfDataItem.Split(CheckArrival.Of(text).PerfData);
        var json = icinga.Calls.RunAlone(call, "--output", "json");
        Assert.Equal(state, json.ExitCode);
        // U, a value that is not known, is no number to a parser: the items beside it must be read all the same.
        items = [.. items.Where(item => !item.Rest.StartsWith('U'))];
        var meant = JsonNode.Parse(json.Output)!["perfdata"]!.AsArray().Where(item => item!["value"] is not null).Select(item => new Meant(
            item!["label"]!.GetValue<string>(), item["value"]!.GetValue<double>(), item["uom"]!.GetValue<string>(),
                item["warning"]?.GetValue<string>(),
            item["critical"]?.GetValue<string>(), item["minimum"]?.GetValue<double>(), item["maximum"]?.GetValue<double>())).ToList();
        Assert.Equal(items.Select(item => item.Label), meant.Take(items.Count).Select(item => item.Label));
        Assert.True(items.Count == meant.Count
            || text.Output.Contains($"{meant.Count - items.Count} perfdata item", StringComparison.Ordinal),
            $"{meant.Count - items.Count} items are missing without a word");
        return (items, [.. meant.Take(items.Count)]);
    }

    private sealed record Meant(
        string Label, double Value, string Unit, string? Warning, string? Critical, double? Minimum, double? Maximum);
}
