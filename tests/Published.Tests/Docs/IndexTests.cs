namespace Docs.Tests;

/// <summary>Every check can be found from the first page.</summary>
public sealed class IndexTests
{
    public static TheoryData<string> Executables => CheckPageTests.Executables;

    public static TheoryData<string> Pages =>
        new(new[] { "README.md" }.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_index_has_a_line_for_every_check(string name) =>
        Assert.Contains(
            Document.Read("docs/index.md").Text.Split('\n'), line => line.Contains($"(checks/{name}.md)", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_table_of_the_README_has_a_row_for_every_check(string name) =>
        Assert.Contains(
            Document.Read("README.md").Text.Split('\n'), line =>
            line.StartsWith('|') && line.Contains($"(docs/checks/{name}.md)", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading_that_there_are(string page)
    {
        var document = Document.Read(page);
        foreach (var link in document.LocalLinks)
        {
            var (file, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, null);
            var target = file.Length == 0 ? page
                : Path.GetRelativePath(
                Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, file)));
            Assert.True(Path.Exists(Path.Combine(Repository.Root, target)), $"{page}: the link {link} leads nowhere");
            if (anchor is not null)
                Assert.True(Document.Read(target).Anchors.Contains(anchor),
                    $"{page}: the link {link} names a heading that {target} does not have");
        }
    }

    [Fact]
    public void Every_page_and_definition_is_about_an_executable_that_there_is()
    {
        foreach (var (folder, pattern) in new[] { ("checks", "*.md"), ("icinga", "*.conf"), ("nagios", "*.cfg"), ("nrpe", "*.cfg") })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "docs", folder), pattern))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                Assert.True(name is "services-local" or "services-nrpe" || Repository.Executables.Contains(name),
                    $"docs/{folder}/{name} is about nothing that there is");
            }
        }
    }
}
