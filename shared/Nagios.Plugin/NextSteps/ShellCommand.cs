using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nagios.Plugin;

/// <summary>
/// A command line for <c>sh</c>, made of literal words and values: <c>ShellCommand.Of($"mysqlbinlog --start-position={position}
/// {file}")</c>. Every value becomes one word, or a part of one word, that the shell passes on exactly and never executes.
/// </summary>
/// <remarks>
/// A value that begins with '-' is refused where a program could take it for an option: write the command with <c>--option={value}</c>,
/// or with <c>--</c> before its operands. A value must not stand inside quotes of the literal words.
/// </remarks>
[InterpolatedStringHandler]
public sealed class ShellCommand : PrintedCommand
{
    private readonly ShellWords _words = new();

    /// <summary>Called by the compiler for <c>$"..."</c>.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    public ShellCommand(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _ = formattedCount;
    }

    /// <summary>Makes the command; the argument is written as <c>$"..."</c>, with or without values.</summary>
    public static ShellCommand Of(ShellCommand command) => command;

    private protected override string? Unfinished => _words.IsInQuotes ? "its quotes do not match; please report it" : null;

    /// <summary>The literal words.</summary>
    public void AppendLiteral(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _words.Follow(words);
        WriteLiteral(words);
    }

    /// <summary>A value from outside, as one word or part of one.</summary>
    public void AppendFormatted(string? value)
    {
        var text = value ?? "";
        if (_words.IsInQuotes)
            Refuse("a value stands inside quotes; please report it");
        else if (text.StartsWith('-') && _words.WouldBeOption)
            Refuse($"'{UntrustedText.Clean(text, 60)}' begins with '-' and would be taken for an option");
        var quoted = ShellQuoting.Quote(text, out var problem);
        Refuse(problem);
        _words.FollowValue();
        WriteValue(text, quoted);
    }

    /// <summary>Several values, each a word of its own.</summary>
    public void AppendFormatted(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
                AppendLiteral(" ");
            AppendFormatted(value);
            isFirst = false;
        }
    }

    /// <summary>A whole number.</summary>
    public void AppendFormatted(long value)
    {
        _words.FollowValue();
        Write(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Another command or the beginning of one, such as <c>nsenter -t 4711 -n </c>, which is quoted already; or a
    /// <see cref="SqlStatement"/> or <see cref="Url"/> as one word: <c>mysql -e {statement}</c>.</summary>
    public void AppendFormatted(PrintedCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Refuse(command.Problem);
        if (command is not ShellCommand)
        {
            AppendFormatted(command.Text);
            return;
        }

        _words.Follow(command.Text);
        WriteNested(command);
    }
}
