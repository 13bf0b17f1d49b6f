using MySql.ReplicationTree;

namespace NagiosChecks.ConfigDrift;

/// <summary>What was read of one server.</summary>
/// <param name="Answers">Its answers.</param>
/// <param name="Files">What its option files say; null where they were not read.</param>
/// <param name="WhyNoFiles">Why not, for people.</param>
internal sealed record ServerReading(ServerAnswers Answers, FiledOptions? Files, string? WhyNoFiles);
