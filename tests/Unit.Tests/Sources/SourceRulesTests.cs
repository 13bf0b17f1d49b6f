using System.Text.RegularExpressions;

namespace NagiosChecks.Sources.Tests;

/// <summary>What docs/conventions.md asks of every source file and no analyzer holds.</summary>
public sealed partial class SourceRulesTests
{
    private const int LongestLine = 140;
    private const int LongestMethod = 40;
    private const int MostParameters = 6;

    private static readonly string[] NotWritten = ["/bin/", "/obj/", "/artifacts/", "/docs/icinga/itl/"];

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawStringMark { get; }

    // A raw string holds text that another program reads or prints, and has the lines that it has there.
    [Fact]
    public void Lines_of_code_end_at_140_columns()
    {
        var tooLong = new List<string>();
        foreach (var path in new[] { "checks", "shared", "tests" }.SelectMany(SourceFiles))
        {
            var isRaw = false;
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                var turns = RawStringMark.Count(line) % 2 == 1;
                if (line.Length > LongestLine && !isRaw && !turns)
                    tooLong.Add($"{Path.GetRelativePath(Repository.Root, path)}:{number} has {line.Length} columns");
                isRaw ^= turns;
            }
        }

        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    // Tables, and what stands in a block as some program printed it, have the lines that they have; docs/icinga/itl follows the manual of
    // Icinga's own library.
    [Fact]
    public void Lines_of_documents_end_at_140_columns()
    {
        var tooLong = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(path => !Array.Exists(NotWritten, folder => path.Contains(folder, StringComparison.Ordinal))))
        {
            var isBlock = false;
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                isBlock ^= line.StartsWith("```", StringComparison.Ordinal);
                if (line.Length > LongestLine && !isBlock && !line.StartsWith('|') && !line.StartsWith("    ", StringComparison.Ordinal))
                    tooLong.Add($"{Path.GetRelativePath(Repository.Root, path)}:{number} has {line.Length} columns");
            }
        }

        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    // A member's head begins with an access modifier and its body stands between two braces of the same depth, as the formatter has it.
    [Fact]
    public void Methods_of_the_product_are_short_and_take_few_parameters()
    {
        var found = new List<string>();
        var methods = 0;
        foreach (var path in new[] { "checks", "shared" }.SelectMany(SourceFiles))
        {
            var lines = File.ReadAllLines(path);
            for (var index = 0; index < lines.Length; index++)
            {
                if (MethodHead.Match(lines[index]) is not { Success: true } head)
                    continue;
                methods++;
                var brace = head.Groups["indent"].Value + "{";
                var start = Array.IndexOf(lines, brace, index);
                var text = string.Join(' ', lines[index..(start < 0 ? index + 1 : start)].Select(line => line.Trim()));
                var name = $"{Path.GetRelativePath(Repository.Root, path)}:{index + 1} {head.Groups["name"].Value}";
                if (Parameters(text[text.IndexOf('(', StringComparison.Ordinal)..]) is var count and > MostParameters)
                    found.Add($"{name} takes {count} parameters");
                if (start < 0 || !text.EndsWith(')') || text.Contains(';', StringComparison.Ordinal))
                    continue;
                var length = Array.IndexOf(lines, head.Groups["indent"].Value + "}", start) - start - 1;
                if (length > LongestMethod)
                    found.Add($"{name} has {length} lines");
            }
        }

        Assert.InRange(methods, 2000, int.MaxValue);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [GeneratedRegex(@"^(?<indent> {4}| {8})(?:public|private|internal|protected) (?![^(]*\b(?:class|record|struct|delegate)\b)"
        + @"[^=;{(]*?(?<name>\w+)(?:<[^>(]*>)?\(")]
    private static partial Regex MethodHead { get; }

    // Commas between the outermost parentheses, outside of type arguments.
    private static int Parameters(string text)
    {
        var (depth, types, commas) = (0, 0, 0);
        foreach (var letter in text)
        {
            depth += letter is '(' or '[' ? 1 : letter is ')' or ']' ? -1 : 0;
            types += letter == '<' ? 1 : letter == '>' ? -1 : 0;
            commas += letter == ',' && depth == 1 && types == 0 ? 1 : 0;
            if (depth == 0)
                break;
        }

        return commas + 1;
    }

    private static IEnumerable<string> SourceFiles(string directory) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, directory), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal));
}
