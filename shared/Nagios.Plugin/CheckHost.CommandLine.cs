using System.Diagnostics.CodeAnalysis;
using CommandLine;

namespace Nagios.Plugin;

/// <summary>The command line: read strictly by <see cref="CommandLineWords"/>, mapped to the options object by CommandLineParser.</summary>
public static partial class CheckHost
{
    private static TOptions ParseCommandLine<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(CommandLineWords words)
        where TOptions : CommonOptions, new()
    {
        if (words.Mistake is { } mistake)
            throw new CheckException($"{mistake}; --help lists the options");

        // Starting the parser costs more than a whole run does; its absence changes nothing where there is nothing to parse.
        var options = new TOptions();
        if (words.Plain.Count > 0)
        {
            using var parser = new Parser(settings =>
            {
                settings.HelpWriter = null;
                settings.AutoHelp = false;
                settings.AutoVersion = false;
                settings.MaximumDisplayWidth = 80;
                settings.GetoptMode = true;
                settings.AllowMultiInstance = false;
            });
            var parsed = parser.ParseArguments<TOptions>(words.Plain);
            options = parsed is Parsed<TOptions> { Value: var value }
                ? value
                : throw new CheckException($"the command line is not right ({parsed.Errors.First().Tag}); --help lists the options");
        }

        options.Verbose = words.Verbosity;
        return options;
    }
}
