using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CommandLine;

namespace Nagios.Plugin;

/// <summary>The command line: CommandLineParser behind getopt's rules, so that a typo is always refused and never guessed at.</summary>
public static partial class CheckHost
{
    // Appended to every command line: an option that lacks its value swallows it, a stray word stands before it. No
    // argument of execve(2) can contain this text by accident.
    private const string EndMarker = "\u0001end of options\u0001";

    private static TOptions ParseCommandLine<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(string[] args)
        where TOptions : CommonOptions, new()
    {
        // Starting the parser costs more than a whole run does; its absence changes nothing where there is nothing to parse.
        if (args.Length == 0)
            return new TOptions();

        var words = WithoutVerbosity(args, out var verbosity);
        foreach (var word in words)
            RefuseBadAssignment<TOptions>(word);

        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = null;
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.MaximumDisplayWidth = 80;
            settings.GetoptMode = true;
            settings.AllowMultiInstance = false;
        });
        var parsed = parser.ParseArguments<TOptions>(words.Append(EndMarker));
        if (parsed is not Parsed<TOptions> { Value: var options })
            throw new CheckException($"{Explain<TOptions>(parsed.Errors.First())}; --help lists the options");

        options.Verbose += verbosity;
        if (!options.Help && options.EndOfOptions != EndMarker)
        {
            throw new CheckException(options.EndOfOptions is { } stray
                ? $"unexpected word '{UntrustedText.Clean(stray, 80)}': every option is written as --option value, lists are comma separated; --help lists the options"
                : $"option {UntrustedText.Clean(args[^1], 80)} needs a value; --help lists the options");
        }

        return options;
    }

    // CommandLineParser refuses -vv and -v -v along with all other repeats, so these are counted first.
    private static List<string> WithoutVerbosity(string[] args, out int verbosity)
    {
        verbosity = 0;
        var words = new List<string>(args.Length + 1);
        foreach (var word in args)
        {
            if (word == "--verbose")
                verbosity++;
            else if (word.Length > 1 && word[0] == '-' && !word.AsSpan(1).ContainsAnyExcept('v'))
                verbosity += word.Length - 1;
            else
                words.Add(word);
        }

        return words;
    }

    // What CommandLineParser would take in silence: "--option=" as if it were not there, "--switch=false" as if it were true.
    private static void RefuseBadAssignment<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !word.StartsWith("--", StringComparison.Ordinal))
            return;
        var name = UntrustedText.Clean(word[..equals], 80);
        if (equals == word.Length - 1)
            throw new CheckException($"option {name} needs a value after '='; --help lists the options");
        var target = Array.Find(typeof(TOptions).GetProperties(), property => "--" + property.GetCustomAttribute<OptionAttribute>()?.LongName == name);
        if (target is not null && target.PropertyType != typeof(string))
            throw new CheckException($"option {name} takes no value; --help lists the options");
    }

    private static string Explain<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(Error error) => error switch
    {
        UnknownOptionError unknown => Unknown<TOptions>(unknown.Token),
        RepeatedOptionError repeated => $"option {Name(repeated.NameInfo)} is given more than once",
        NamedError named => $"option {Name(named.NameInfo)} is not right ({error.Tag})",
        TokenError token => $"'{UntrustedText.Clean(token.Token, 80)}' is not an option ({error.Tag})",
        _ => $"the command line is not right ({error.Tag})",
    };

    private static string Name(NameInfo name) => name.LongName.Length > 0 ? "--" + name.LongName : "-" + name.ShortName;

    private static string Unknown<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(string token)
    {
        var typed = UntrustedText.Clean(token, 80);
        var near = typeof(TOptions).GetProperties()
            .Select(property => property.GetCustomAttribute<OptionAttribute>()?.LongName)
            .FirstOrDefault(name => name is not null && typed.Length > 2 && (name.StartsWith(typed, StringComparison.Ordinal) || DiffersByOne(name, typed)));
        return $"unknown option {(typed.Length == 1 ? "-" : "--")}{typed}{(near is null ? "" : $" (did you mean --{near}?)")}";
    }

    // One letter too many, too few, wrong or swapped with its neighbour.
    private static bool DiffersByOne(string name, string typed)
    {
        var same = 0;
        while (same < Math.Min(name.Length, typed.Length) && name[same] == typed[same])
            same++;
        var (restOfName, restOfTyped) = (name[same..], typed[same..]);
        return (restOfName.Length > 0 && restOfName[1..] == restOfTyped)
            || (restOfTyped.Length > 0 && restOfTyped[1..] == restOfName)
            || (restOfName.Length > 0 && restOfTyped.Length > 0 && restOfName[1..] == restOfTyped[1..])
            || (restOfName.Length > 1 && restOfTyped.Length > 1 && restOfName[0] == restOfTyped[1] && restOfName[1] == restOfTyped[0] && restOfName[2..] == restOfTyped[2..]);
    }

    // Whoever asked for JSON gets JSON, even when the rest of the command line is wrong.
    private static bool AsksForJson(string[] args)
    {
        var position = Array.IndexOf(args, "--output");
        return Array.IndexOf(args, "--output=json") >= 0 || (position >= 0 && position + 1 < args.Length && args[position + 1] == "json");
    }
}
