using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Nagios.Plugin;

/// <summary>
/// One thing that the person who is paged should do now: prose that begins with a verb, with commands in it that can be pasted:
/// <c>result.Advise($"See what opens the connections: {ShellCommand.Of($"ss -s")}")</c>.
/// </summary>
/// <remarks>
/// A <see cref="ShellCommand"/>, <see cref="SqlStatement"/> or <see cref="Url"/> is printed exactly or not at all. Any other text
/// in a hole counts as a value from outside: it is cleaned, and quoted where a shell would find something to do in it, so that not
/// even a line that is pasted by mistake runs it. The check's own words in a hole are a <see cref="NextStep"/> themselves.
/// </remarks>
[InterpolatedStringHandler]
public sealed class NextStep
{
    private const int LongestValue = 300;
    private const int LongestProseLine = 1000;
    private static readonly System.Buffers.SearchValues<char> ActiveSigns = System.Buffers.SearchValues.Create("$`;&<>\\\"'(){}*?[]#~!");
    private readonly List<Part> _parts = [];

    /// <summary>Called by the compiler for <c>$"..."</c>.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    public NextStep(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _ = formattedCount;
    }

    private NextStep()
    {
    }

    private sealed record Part(string Prose, PrintedCommand? Command);

    /// <summary>The commands in this step, in order; for tests that run them.</summary>
    public IReadOnlyList<PrintedCommand> Commands
    {
        get
        {
            var commands = new List<PrintedCommand>();
            foreach (var part in _parts)
            {
                if (part.Command is { } command)
                    commands.Add(command);
            }

            return commands;
        }
    }

    /// <summary>The whole step, as JSON output has it.</summary>
    public string Text => Render(_ => true);

    /// <summary>Makes a step; the argument is written as <c>$"..."</c>, with or without holes.</summary>
    public static NextStep Of(NextStep step) => step;

    /// <summary>A step that another check of the suite has printed: it is exact already and stays as it is.</summary>
    public static NextStep Printed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var step = new NextStep();
        step._parts.Add(new Part("", new PrintedStep(text)));
        return step;
    }

    /// <summary>The check's own words.</summary>
    public void AppendLiteral(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _parts.Add(new Part(UntrustedText.CleanWords(words), null));
    }

    /// <summary>A value from outside.</summary>
    public void AppendFormatted(string? value)
    {
        var clean = UntrustedText.Clean(value, LongestValue);
        _parts.Add(new Part(IsActive(clean) ? ShellQuoting.Quote(clean, out _) : clean, null));
    }

    /// <summary>A whole number.</summary>
    public void AppendFormatted(long value) => _parts.Add(new Part(value.ToString(CultureInfo.InvariantCulture), null));

    /// <summary>A number, at most three significant digits after the point.</summary>
    public void AppendFormatted(double value) => _parts.Add(new Part(Quantity.HumanNumber(value), null));

    /// <summary>A command that can be pasted.</summary>
    public void AppendFormatted(PrintedCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        _parts.Add(new Part("", command));
    }

    /// <summary>More words of the check's own, with commands perhaps.</summary>
    public void AppendFormatted(NextStep words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _parts.AddRange(words._parts);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The step as one line of text output. Prose that is too long is cut; a command never is: it stands there whole, or
    /// words in its place say why not.</summary>
    internal string Line()
    {
        var line = Render(command => command.FitsText);
        return Commands.Count == 0 ? UntrustedText.FitBytes(line, LongestProseLine) : line;
    }

    private string Render(Func<PrintedCommand, bool> fits)
    {
        var text = new StringBuilder();
        foreach (var (prose, command) in _parts)
        {
            text.Append(command is null ? prose
                : command.Problem is null && !fits(command)
                    ? "(command left out: it holds a character that text output cannot carry; --output json has it)"
                : command.ToString());
        }

        return text.ToString();
    }

    // What a shell acts on when the line is pasted by mistake.
    private static bool IsActive(string text) => text.AsSpan().ContainsAny(ActiveSigns);

    private sealed class PrintedStep : PrintedCommand
    {
        public PrintedStep(string text) => Write(text);
    }
}
