namespace NagiosChecks.ConfigDrift;

/// <summary>A replica and the server that it is compared with.</summary>
/// <param name="Source">The source, or one of the replicas where no source was asked.</param>
/// <param name="Replica">The replica.</param>
/// <param name="StatementsAreLogged">True when a server of the tree has the binlog format STATEMENT or MIXED.</param>
/// <param name="IsOfEquals">True when both are replicas of a source that was not asked.</param>
internal sealed record ServerPair(DriftServer Source, DriftServer Replica, bool StatementsAreLogged, bool IsOfEquals);
