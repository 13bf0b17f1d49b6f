using System.Buffers;

namespace NagiosChecks.KernelModules;

/// <summary>What an install command comes to.</summary>
internal enum CommandEffect
{
    /// <summary>Does nothing and fails, as /bin/false: the request ends here.</summary>
    Fails,

    /// <summary>Does nothing and succeeds, as /bin/true: whatever needs the module fails a step later.</summary>
    DoesNothing,

    /// <summary>Some other program: nobody can tell from outside whether it loads the module.</summary>
    Unknown,
}

/// <summary>
/// Reads install commands without running them. kmod hands them to system(3), so they are lines of shell; only lines made of
/// commands that surely load nothing are understood.
/// </summary>
internal static class InstallCommand
{
    private static readonly string[] Folders = ["", "/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/"];

    private static readonly string[] Shells = ["sh", "/bin/sh", "/usr/bin/sh", "bash", "/bin/bash", "/usr/bin/bash"];

    // Substitutions, pipes, redirections, groups, patterns and background jobs can hide anything.
    private static readonly SearchValues<char> Odd = SearchValues.Create("$`|&<>(){}\\*?[~");

    /// <summary>What a command comes to.</summary>
    /// <param name="command">The line of shell behind <c>install NAME</c>.</param>
    /// <param name="blocking">Programs of which the operator says that they load nothing and fail.</param>
    public static CommandEffect Judge(string command, IReadOnlyList<string> blocking)
    {
        if (InShell(command) is { } inner)
            return Judge(inner, blocking);
        if (blocking.Contains(command.Trim().Split(' ', '\t')[0]))
            return CommandEffect.Fails;
        if (WithoutJoins(command).AsSpan().IndexOfAny(Odd) >= 0)
            return CommandEffect.Unknown;

        var effect = CommandEffect.Unknown;
        var join = ";";
        var words = new List<string>();
        foreach (var token in Tokens(command).Append(";"))
        {
            if (token is not (";" or "&&" or "||"))
            {
                words.Add(token);
                continue;
            }

            if (words.Count > 0)
            {
                // All parts must be harmless, also those that this run would skip.
                if (One(words) is not (var one and not CommandEffect.Unknown))
                    return CommandEffect.Unknown;
                if (effect == CommandEffect.Unknown || join == ";" || (join == "&&") == (effect == CommandEffect.DoesNothing))
                    effect = one;
                words.Clear();
            }

            join = token;
        }

        return effect;
    }

    // sh -c "exit 1": what stands in the quotes is a line of shell itself.
    private static string? InShell(string command)
    {
        var words = command.Trim();
        foreach (var shell in Shells)
        {
            if (!words.StartsWith(shell + " -c ", StringComparison.Ordinal))
                continue;
            var rest = words[(shell.Length + 4)..].Trim();
            if (rest.Length > 2 && rest[0] is '"' or '\'' && rest.IndexOf(rest[0], 1) == rest.Length - 1)
                return rest[1..^1];
        }

        return null;
    }

    private static string WithoutJoins(string command) =>
        command.Replace("&&", "", StringComparison.Ordinal).Replace("||", "", StringComparison.Ordinal);

    private static CommandEffect One(List<string> words)
    {
        var program = words[0].Trim('"', '\'');
        foreach (var folder in Folders)
        {
            switch (program.StartsWith(folder, StringComparison.Ordinal) ? program[folder.Length..] : "")
            {
                case "true" or "echo" or "logger":
                case ":" when folder.Length == 0:
                    return CommandEffect.DoesNothing;
                case "false" or "nologin":
                    return CommandEffect.Fails;
                case "exit" when folder.Length == 0:
                    return words.Count > 1 && words[1] != "0" ? CommandEffect.Fails : CommandEffect.DoesNothing;
                default:
                    break;
            }
        }

        // A well-known slip: it cannot be executed, so it blocks.
        return program == "/dev/null" ? CommandEffect.Fails : CommandEffect.Unknown;
    }

    private static IEnumerable<string> Tokens(string command)
    {
        foreach (var word in command.Replace(";", " ; ", StringComparison.Ordinal).Replace("&&", " && ", StringComparison.Ordinal)
            .Replace("||", " || ", StringComparison.Ordinal).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            // A comment, to the end of the line.
            if (word[0] == '#')
                yield break;
            yield return word;
        }
    }
}
