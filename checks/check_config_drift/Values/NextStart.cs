namespace NagiosChecks.ConfigDrift;

/// <summary>The value that a variable will have after a restart, and where that stands.</summary>
/// <param name="Setting">The variable with that value; null where it is not known.</param>
/// <param name="From">Where the value stands, for people: <c>SET PERSIST</c>, <c>/etc/my.cnf</c>, <c>the default</c>.</param>
internal sealed record NextStart(Setting? Setting, string From);
