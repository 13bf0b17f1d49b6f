using DocsWriter;

namespace Docs.Tests;

/// <summary>What the documentation repeats from the code is what the code says; `dotnet cake --target=Docs` writes it.</summary>
public sealed class GeneratedDocsTests
{
    public static TheoryData<string> Pages => new(GeneratedDocs.Files().Select(file => file.Path));

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_generated_parts_of_a_page_are_up_to_date(string path) =>
        Assert.Equal(GeneratedDocs.Files().Single(file => file.Path == path).Text, File.ReadAllText(Path.Combine(Repository.Root, path)));
}
