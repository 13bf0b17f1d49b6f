using System.Diagnostics.CodeAnalysis;

namespace Nagios.Plugin;

/// <summary>The command line: declared with CommandLineParser's attributes, read strictly by <see cref="CommandLineWords"/>.</summary>
public static partial class CheckHost
{
    private static TOptions ParseCommandLine<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TOptions>(
        CommandLineWords words)
        where TOptions : CommonOptions, new()
    {
        if (words.Mistake is { } mistake)
            throw new CheckException($"{mistake}; --help lists the options");

        if (words.FileFailure is { } failure)
            throw failure;
        var options = new TOptions();
        words.Bind(options);
        options.Verbose = words.Verbosity;
        return options;
    }
}
