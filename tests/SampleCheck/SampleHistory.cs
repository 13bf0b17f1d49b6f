namespace Nagios.Plugin.Tests;

/// <summary>How many runs there have been.</summary>
/// <param name="Runs">Earlier runs.</param>
internal sealed record SampleHistory(int Runs)
{
    public static StateFormat<SampleHistory> Format { get; } =
        new(new SampleHistory(0), (snapshot, _) => new SampleHistory(int.Parse(snapshot.Records[0])), history => [$"{history.Runs}"]);
}
