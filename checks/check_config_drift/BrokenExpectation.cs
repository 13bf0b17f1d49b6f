namespace NagiosChecks.ConfigDrift;

/// <summary>A value that is not as expected.</summary>
/// <param name="Server">Whose value.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Setting">What the server has; null where it has no such variable.</param>
internal sealed record BrokenExpectation(DriftServer Server, Expectation Expected, Setting? Setting)
{
    /// <summary>Every expectation that a server does not meet.</summary>
    public static List<BrokenExpectation> Find(DriftTree tree, IReadOnlyList<Expectation> expectations)
    {
        var broken = new List<BrokenExpectation>();
        foreach (var server in tree.Servers)
        {
            // Of two the last one counts, and one for the server itself more than one for all.
            var wanted = new SortedDictionary<string, Expectation>(StringComparer.Ordinal);
            foreach (var own in new[] { false, true })
            {
                foreach (var expectation in expectations)
                {
                    if (expectation.Server == (own ? server.Name : null))
                        wanted[VariableNames.Newest(expectation.Name)] = expectation;
                }
            }

            foreach (var (name, expectation) in wanted)
            {
                var setting = Find(server, name);
                if (setting is null || !expectation.IsMet(setting))
                    broken.Add(new BrokenExpectation(server, expectation, setting));
            }
        }

        return broken;
    }

    // Days may be expected of a server that counts seconds.
    private static Setting? Find(DriftServer server, string name) => server[name]
        ?? (server.Place.Answers.Variable(name) is { } raw ? Setting.Of(name, raw) : null);
}
