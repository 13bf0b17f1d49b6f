namespace NagiosChecks.Conntrack.Tests;

/// <summary>nf_conntrack_max is one value for the whole host: tests that set it run alone.</summary>
[CollectionDefinition("the host's nf_conntrack_max", DisableParallelization = true)]
public sealed class OutageCollection;
