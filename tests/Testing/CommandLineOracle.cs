using System.Globalization;
using System.Reflection;
using CommandLine;
using Nagios.Plugin;

namespace Testing;

/// <summary>
/// Holds what a check makes of its command line against CommandLineParser: the checks declare their options with its attributes
/// and read the words themselves, so its own parser, which no check runs, is the oracle.
/// </summary>
public static class CommandLineOracle
{
    private const int Lines = 1500;

    // What an operator types, and what a shell's or an engine's quoting makes of it.
    private static readonly string[] Values =
        ["80", "10:20", "@~:5", "-1", "-", "a b", "a=b", "=", "--", "--=", "-5:", "é€𝄞", "tab\there", "'quoted'", "$HOME", "0x10", "true",
            "1e3", "|", "two\nlines"];

    /// <summary>Compares the declarations, right lines and lines with a mistake in them.</summary>
    /// <typeparam name="TOptions">The check's options.</typeparam>
    /// <param name="seed">The same seed makes the same lines.</param>
    public static void Compare<TOptions>(int seed)
        where TOptions : CommonOptions, new()
    {
        var declared = Declarations(typeof(TOptions));
        var random = new Random(seed);
        var (filled, verbose, refused) = (0, 0, 0);
        var untouched = Content(new TOptions());
        for (var line = 0; line < Lines; line++)
        {
            var words = RightLine(declared, random);
            var read = Read<TOptions>(words, out var answer);
            Assert.True(read is not null, $"refused: {Show(words)}: {answer}");
            Assert.Equal(Oracle<TOptions>(words) ?? throw new InvalidOperationException($"CommandLineParser refuses {Show(words)}"),
                Content(read));
            filled += Content(read) == untouched ? 0 : 1;
            verbose += read.Verbose > 0 ? 1 : 0;

            Spoil(words, random);
            if (Read<TOptions>(words, out answer) is { } reread)
            {
                Assert.True(Oracle<TOptions>(words) == Content(reread), $"read differently: {Show(words)}");
                continue;
            }

            refused++;
            Assert.Matches("""^(SAMPLE UNKNOWN - |{"check":"check_sample",.*"state":"UNKNOWN")""", answer);
        }

        // The lines must be about something.
        Assert.InRange(filled, Lines / 2, Lines);
        Assert.InRange(verbose, Lines / 50, Lines);
        Assert.InRange(refused, Lines / 2, Lines);
    }

    private static (PropertyInfo Property, OptionAttribute Option)[] Declarations(Type options)
    {
        var declared = new List<(PropertyInfo Property, OptionAttribute Option)>();
        foreach (var property in options.GetProperties())
        {
            // The value of --extra-opts is optional and names a file, which CommandLineParser knows nothing about.
            if (property.GetCustomAttribute<OptionAttribute>() is not { LongName: not "extra-opts" } option)
                continue;
            declared.Add((property, option));
            Assert.Equal(option.LongName.Replace("-", "", StringComparison.Ordinal), property.Name, ignoreCase: true);
            Assert.True(property.PropertyType == typeof(string) || property.PropertyType == typeof(bool) || option.FlagCounter,
                $"--{option.LongName} is neither a text nor a switch");
        }

        Assert.Distinct(declared.Select(pair => pair.Option.LongName));
        Assert.Distinct(declared.Select(pair => pair.Option.ShortName).Where(name => name.Length > 0));
        return [.. declared];
    }

    // Every option at most once, in any order and every spelling that getopt_long(3) knows.
    private static List<string> RightLine((PropertyInfo Property, OptionAttribute Option)[] declared, Random random)
    {
        random.Shuffle(declared);
        var words = new List<string>();
        foreach (var (property, option) in declared.Take(random.Next(9)))
        {
            if (option.LongName == "json" && words.Exists(word => word.StartsWith("--output", StringComparison.Ordinal)))
                continue;
            if (option.LongName == "output" && words.Contains("--json"))
                continue;
            var letter = option.ShortName.Length > 0 && random.Next(2) == 0 ? option.ShortName : null;
            if (option.FlagCounter)
                words.Add(letter is null ? "--verbose" : "-" + string.Concat(Enumerable.Repeat(letter, random.Next(1, 5))));
            else if (property.PropertyType == typeof(bool))
                words.AddRange(option.LongName is "help" or "version" ? [] : [letter is null ? "--" + option.LongName : "-" + letter]);
            else
                words.AddRange(Given(option.LongName, letter, ValueOf(option.LongName, random), random.Next(2) == 0));
        }

        return words;
    }

    // What CheckHost itself judges has to be right for the options to reach the check.
    private static string ValueOf(string option, Random random) => option switch
    {
        "timeout" => $"{random.Next(30, 60)}",
        "output" => "text",
        "if-not-applicable" => "ok",
        _ => Values[random.Next(Values.Length)],
    };

    private static string[] Given(string option, string? letter, string value, bool joined)
    {
        // Of a word of its own that begins with a dash both would have to guess.
        if (value.StartsWith('-'))
            return [$"--{option}={value}"];
        if (letter is null)
            return joined ? [$"--{option}={value}"] : ["--" + option, value];
        return joined && !value.StartsWith('=') ? [$"-{letter}{value}"] : ["-" + letter, value];
    }

    private static void Spoil(List<string> words, Random random)
    {
        var place = random.Next(words.Count + 1);
        switch (random.Next(6))
        {
            case 0:
                words.Insert(place, "stray");
                break;
            case 1:
                words.Insert(place, "--no-such-option=1");
                break;
            case 2 when words.Count > 0:
                words.RemoveAt(random.Next(words.Count));
                break;
            case 3 when words.Count > 0:
                words.Insert(place, words[random.Next(words.Count)]);
                break;
            case 4 when words.Count > 0:
                var at = random.Next(words.Count);
                words[at] = words[at].Length > 1 ? words[at].Remove(random.Next(words[at].Length), 1) : "-";
                break;
            default:
                words.Insert(place, "-%");
                break;
        }
    }

    private static TOptions? Read<TOptions>(List<string> words, out string answer)
        where TOptions : CommonOptions, new()
    {
        TOptions? read = null;
        var description =
            new CheckDescription("check_sample", "is the sample as it should be?", "Reads its options.") { States = [], Examples = [] };
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        CheckHost.Run<TOptions>(description, [.. words], output, (options, _) =>
        {
            read = options;
            return new NagiosCheckResult("SAMPLE") { Summary = "read" };
        });
        answer = output.ToString();
        return read;
    }

    private static string? Oracle<TOptions>(List<string> words)
        where TOptions : new()
    {
        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = null;
            settings.AutoHelp = settings.AutoVersion = false;
            settings.GetoptMode = true;
            settings.AllowMultiInstance = true; // -vv
        });
        return parser.ParseArguments(() => new TOptions(), words) is Parsed<TOptions> { Value: var value } ? Content(value!) : null;
    }

    private static string Content(object options) =>
        string.Join('\n', options.GetType().GetProperties()
            .Select(property => $"{property.Name}: {property.GetValue(options) ?? "(none)"}"));

    private static string Show(List<string> words) => string.Join(' ', words.Select(word => $"[{word}]"));
}
