using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>The perfdata labels of a check: those that runs emit, and those that its sources name.</summary>
internal static class PerfDataLabels
{
    /// <summary>
    /// Labels and units from the published executable on this machine and on every captured tree beside the check's tests, run twice
    /// on the same state so that rates are there.
    /// </summary>
    public static IReadOnlySet<(string Label, string Unit)> Emitted(string name)
    {
        var labels = new HashSet<(string Label, string Unit)>();
        Parallel.ForEach(Trees(name), new ParallelOptions { MaxDegreeOfParallelism = 4 }, tree =>
        {
            using var state = new TemporaryFolder();
            string[] arguments =
                ["--output", "json", "--state-dir", state.Path, .. tree is null ? Array.Empty<string>() : ["--root", tree]];
            for (var count = 0; count < 2; count++)
            {
                var run = ProcessRun.OfPlugin(name, arguments);
                var emitted = JsonNode.Parse(run.Output)!["perfdata"]!.AsArray()
                    .Select(item => (item!["label"]!.GetValue<string>(), item["uom"]!.GetValue<string>()));
                lock (labels)
                    labels.UnionWith(emitted);
                if (count == 0)
                    Thread.Sleep(TimeSpan.FromSeconds(1.1));
            }
        });
        return labels;
    }

    /// <summary>What the sources of a check say about labels.</summary>
    public static Sources InSources(string name) =>
        new(string.Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "checks", name), "*.cs").Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)));

    /// <summary>What a check can look at here: this machine, which is null, and every captured tree of its tests.</summary>
    public static IReadOnlyList<string?> Trees(string name) =>
        [null, .. HelpOption.Of(name).Any(option => option.Long == "--root") ? CapturedTrees(name) : []];

    private static IEnumerable<string> CapturedTrees(string name)
    {
        var fixtures = Repository.Fixture(name);
        return Directory.Exists(fixtures)
            ? Directory.GetDirectories(fixtures)
                .Where(folder => Directory.Exists(Path.Combine(folder, "proc")) || Directory.Exists(Path.Combine(folder, "etc"))
                || Directory.Exists(Path.Combine(folder, "lib")))
            : [];
    }

    internal sealed class Sources(string text)
    {
        /// <summary>The text that begins a label where one is constructed.</summary>
        public IEnumerable<string> Constructed =>
            Regex.Matches(text, @"new PerfDatum\(\s*\$?""([^""{]+)").Select(match => match.Groups[1].Value);

        /// <summary>Whether a string literal of the sources begins with a word.</summary>
        public bool Mention(string word) => Regex.IsMatch(text, $"\"{Regex.Escape(word)}(?![a-z0-9])");
    }
}
