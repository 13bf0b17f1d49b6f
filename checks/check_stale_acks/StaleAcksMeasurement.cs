using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What one run saw in the engine and had it do.</summary>
/// <param name="Source">Where it comes from; makes the commands that are shown.</param>
/// <param name="Report">What is acknowledged.</param>
/// <param name="Deeds">What the engine was asked to do in this run.</param>
internal sealed record StaleAcksMeasurement(AcknowledgementSource Source, EngineReport Report, IReadOnlyList<EngineDeed> Deeds)
{
    /// <summary>What other users' runs remember of the same engine.</summary>
    public IReadOnlyList<HistoryOfOther<StaleAcksHistory>> Others { get; init; } = [];
}
