using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>Differences in words.</summary>
internal static class DriftText
{
    private const int LongestValue = 70;

    /// <summary>A class in the words that begin a line.</summary>
    public static string Of(DriftClass found, bool isSilent = false) => found switch
    {
        DriftClass.Breaks when isSilent => "diverges silently",
        DriftClass.Breaks => "breaks replication",
        DriftClass.Statement => "changes results of statements",
        DriftClass.AfterPromotion => "changes after promotion",
        DriftClass.Slower => "slower after promotion",
        DriftClass.Cosmetic => "cosmetic",
        DriftClass.Unclassified => "not judged",
        DriftClass.Derived => "computed",
        _ => "must differ",
    };

    /// <summary>A class as JSON names it.</summary>
    public static string Key(DriftClass found) => found switch
    {
        DriftClass.Breaks => "breaks_replication",
        DriftClass.Statement => "changes_statements",
        DriftClass.AfterPromotion => "after_promotion",
        DriftClass.Slower => "slower",
        DriftClass.Cosmetic => "cosmetic",
        DriftClass.Unclassified => "not_judged",
        DriftClass.Derived => "computed",
        _ => "legitimate",
    };

    /// <summary>One line: <c>breaks replication: max_heap_table_size is 16M on r1 and r3, 64M on s and r2</c>.</summary>
    public static string Line(Difference difference) =>
        $"{Of(difference.Class, difference.IsSilent)}: {difference.Name} is {Values(difference)}";

    /// <summary>What happens, with what makes it harmless or not.</summary>
    public static string Cause(Difference difference) =>
        difference.Consequence + difference.Versions switch
        {
            VersionShare.Certain => " (default of another version)",
            VersionShare.Possible => " (perhaps the default of another version)",
            _ => "",
        };

    /// <summary>The values, those of the servers that are worst off first.</summary>
    public static string Values(Difference difference)
    {
        var texts = new List<string>();
        var servers = new List<List<string>>();
        foreach (var first in new[] { true, false })
        {
            foreach (var (server, value) in difference.Values)
            {
                if (difference.Affected.Contains(server) != first)
                    continue;
                var text = value is null ? "not there" : UntrustedText.Clean(value, LongestValue);
                var at = texts.IndexOf(text);
                if (at < 0)
                {
                    at = texts.Count;
                    texts.Add(text);
                    servers.Add([]);
                }

                servers[at].Add(server.Name);
            }
        }

        return string.Join(", ", texts.Select((text, index) => $"{text} on {Names(servers[index])}"));
    }

    /// <summary>Names as a sentence has them: <c>r1, r2 and r3</c>.</summary>
    public static string Names(IReadOnlyList<string> names)
    {
        const int Most = 5;
        var clean = names.Take(Most).Select(name => UntrustedText.Clean(name, 60)).ToList();
        return names.Count > Most ? $"{string.Join(", ", clean)} and {names.Count - Most} more"
            : clean.Count < 2 ? string.Concat(clean) : $"{string.Join(", ", clean[..^1])} and {clean[^1]}";
    }

    /// <summary>One line: <c>after a restart: max_connections of r1 is 200 (r1.my.cnf), now 900</c>.</summary>
    public static string Line(RestartDrift drift)
    {
        var kind = drift.After.Rule?.Kind ?? ValueKind.Plain;
        return $"after a restart of {UntrustedText.Clean(drift.Server.Name, 60)}: {drift.Running.ServerName} is "
            + $"{Shown(kind, drift.Next.Setting!.Raw)} ({UntrustedText.Clean(drift.Next.From, 60)}), now {Shown(kind, drift.Running.Raw)}";
    }

    /// <summary>Why the values differ, and what the restart does.</summary>
    public static string Cause(RestartDrift drift)
    {
        var set = drift.Server.Origins.Of(drift.Running.Name) is { Kind: OriginKind.SetWhileRunning } origin
            ? $"it was set while the server ran{(origin.SetBy.Length > 0 ? $", {UntrustedText.Clean(origin.SetBy, 80)}" : "")}"
            : drift.Next.From == "SET PERSIST" ? "SET PERSIST_ONLY wrote a value that is not in use yet" : "the option file was changed";
        return drift.After.Consequence.Length == 0 ? set : $"{set}; then: {drift.After.Consequence}";
    }

    private static string Shown(ValueKind kind, string raw) => UntrustedText.Clean(VariableValue.Human(kind, raw), LongestValue);
}
