using System.Text.RegularExpressions;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Text that people wrote into an engine or that plugins printed, made safe for one line of output and for web pages that switch
/// to HTML at the first tag.</summary>
internal static partial class EngineText
{
    /// <summary>Cleans and shortens; of what a web page would take for a tag the bracket is set apart.</summary>
    public static string Clean(string? text, int length) => UntrustedText.Clean(Tag().Replace(text ?? "", "< "), length);

    // Icinga DB Web and Icinga Web 2 look for <WORD, browsers also for </, <! and <?.
    [GeneratedRegex(@"<(?=[A-Za-z/!?])")]
    private static partial Regex Tag();
}
