namespace Testing;

/// <summary>
/// Names as an attacker would choose them: for hosts, accounts, channels, files, schemas, services. Each would run the program
/// <c>canary</c>, become an option, or turn into another text if a shell, a server or a terminal found something to do in it.
/// </summary>
public static class HostileValues
{
    private static readonly string[] Values =
    [
        "$(canary)", "`canary`", ";canary;", "x; canary #", "&& canary", "a&canary", "| canary", "a|b", "\ncanary\nx", "a\nb",
            "'; canary; '", "\"; canary; \"", "\\'; canary; --", "' OR '1'='1",
        "\\", "a\\", "\\'", "'", "\"", "`", "``", "''", "a''b", "a  b   c", " leading and trailing ", "-rf", "--help", "-", "*", "?[a-z]*",
            "~", "~root", "{a,b}", "#comment", "!!", "!1", "tab\there",
        "\u202ecanary", "zero\u200bwidth", "\u001b[2Jcanary", "é日本😀", "%s%n", "${HOME}", "$HOME", "$((1+1))", "<(canary)", ">canary",
            "a=b", "PATH=canary", "\r\ncanary", "x\u0001y", "/v1?a=b&c=d#e", "../..", "",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All => Values;

    /// <summary>All of them as the rows of a test.</summary>
    public static TheoryData<string> Rows => [.. Values];
}
