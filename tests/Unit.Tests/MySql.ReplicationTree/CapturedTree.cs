namespace MySql.ReplicationTree.Tests;

/// <summary>The captured trees.</summary>
internal static class CapturedTree
{
    private static readonly string Folder = Repository.Fixture("MySql.ReplicationTree");

    /// <summary>The names of all.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The files of one by the servers' names.</summary>
    public static IReadOnlyDictionary<string, string> Texts(string name) => Directory.GetFiles(Path.Combine(Folder, name), "*.tsv")
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);

    /// <summary>What its servers answered, in the order of their names.</summary>
    public static IReadOnlyList<ServerAnswers> Answers(string name) =>
        [.. Texts(name).OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => Capture.Parse(text.Key, text.Value))];

    /// <summary>One tree.</summary>
    public static ServerTree Of(string name) => ServerTree.Of(Answers(name));
}
