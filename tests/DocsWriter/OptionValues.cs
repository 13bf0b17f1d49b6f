namespace DocsWriter;

/// <summary>What a shell can offer behind an option.</summary>
/// <param name="Kind">Words, files, directories, or nothing.</param>
/// <param name="Words">The words, for <see cref="OptionValueKind.Words"/> and <see cref="OptionValueKind.WordList"/>.</param>
internal sealed record OptionValues(OptionValueKind Kind, IReadOnlyList<string> Words)
{
    private static readonly OptionValues Nothing = new(OptionValueKind.Nothing, []);

    /// <summary>The values of an option, told by the word that stands for its value in the help.</summary>
    /// <param name="check">The check whose option it is: triage's --only and --skip take the names of the suite's checks.</param>
    /// <param name="option">An option that takes a value.</param>
    public static OptionValues Of(string check, OptionModel option) => option.Value switch
    {
        _ when check == "triage" && option.Name is "only" or "skip" => new OptionValues(OptionValueKind.WordList, CheckNames()),
        "STATE" => new OptionValues(OptionValueKind.Words, ["ok", "warning", "critical", "unknown"]),
        "MODE" => new OptionValues(OptionValueKind.Words, ["DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"]),
        "FILE" or "PATH" => new OptionValues(OptionValueKind.File, []),
        "DIR" => new OptionValues(OptionValueKind.Directory, []),
        var value when value.Contains('|', StringComparison.Ordinal)
            && value.All(letter => char.IsAsciiLetterLower(letter) || letter == '|') =>
            new OptionValues(OptionValueKind.Words, value.Split('|')),
        _ => Nothing,
    };

    private static string[] CheckNames() =>
        [.. Repository.Executables.Where(name => name != "triage").Select(name => name["check_".Length..])];
}
