namespace DocsWriter;

/// <summary>Writes the generated parts of the documentation into their files and names those that changed.</summary>
internal static class Program
{
    public static int Main()
    {
        foreach (var (path, text) in GeneratedDocs.Files().ToList())
        {
            var full = Path.Combine(Repository.Root, path);
            if (File.Exists(full) && File.ReadAllText(full) == text)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
            Console.WriteLine(path);
        }

        return 0;
    }
}
