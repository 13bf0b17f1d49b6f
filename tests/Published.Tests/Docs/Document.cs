using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>A Markdown file of the project.</summary>
internal sealed class Document
{
    private Document(string path, string text) => (Path, Text) = (path, text);

    /// <summary>The path below the repository's root.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text of the "## NAME" section without its heading; empty when there is none.</summary>
    public string Section(string name)
    {
        var lines = Text.Split('\n');
        var start = Array.IndexOf(lines, $"## {name}");
        return start < 0 ? ""
            : string.Join('\n', lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))) + "\n";
    }

    /// <summary>The names of the "## NAME" sections in their order.</summary>
    public IEnumerable<string> Sections =>
        OutsideOfCode.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]);

    /// <summary>Every heading as the anchor that a web page of it has: lower case, blanks become hyphens, punctuation goes.</summary>
    public IEnumerable<string> Anchors => OutsideOfCode.Where(line => line.StartsWith('#'))
        .Select(line => Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "[^\\w\\- ]", "").Replace(' ', '-'));

    /// <summary>The targets of links, "[text](target)", that lead to a file or a heading of the project.</summary>
    public IEnumerable<string> LocalLinks =>
        Regex.Matches(string.Join('\n', OutsideOfCode.Select(line => Regex.Replace(line, "`[^`]*`", "``"))), @"\]\(([^)\s]+)\)")
        .Select(link => link.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    /// <summary>The text of fenced code blocks.</summary>
    public IEnumerable<string> Code => Regex.Matches(Text, "^```[a-z0-9]*\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
        .Select(block => block.Groups[1].Value);

    private IEnumerable<string> OutsideOfCode =>
        Regex.Replace(Text, "^```.*?^```$", "", RegexOptions.Multiline | RegexOptions.Singleline).Split('\n');

    /// <summary>Reads a file below the repository's root; fails the test when it is missing.</summary>
    public static Document Read(string path)
    {
        var full = System.IO.Path.Combine(Repository.Root, path);
        Assert.True(File.Exists(full), $"{path} is missing");
        return new Document(path, File.ReadAllText(full));
    }

    /// <summary>The page of a check.</summary>
    public static Document OfCheck(string name) => Read($"docs/checks/{name}.md");
}
