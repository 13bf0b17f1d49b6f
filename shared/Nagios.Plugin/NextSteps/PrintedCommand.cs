using System.Text;

namespace Nagios.Plugin;

/// <summary>
/// A command that an operator can paste as it is printed: literal words of the check, and values from outside that were quoted for
/// the command's language when they were put in. Nothing cleans, shortens or cuts it afterwards. A value that the language cannot
/// carry makes the whole command unusable: then <see cref="Problem"/> says why and the command is not printed.
/// </summary>
public abstract class PrintedCommand
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _values = [];
    private string? _problem;

    private protected PrintedCommand()
    {
    }

    /// <summary>The command, exactly as it must be pasted.</summary>
    public string Text => _text.ToString();

    /// <summary>Why the command cannot be printed, as the end of a sentence; null when it can.</summary>
    public string? Problem => _problem ?? Unfinished;

    /// <summary>The values that were quoted into the command, unquoted, in order; for tests that look for them.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>True when text output can carry the command: engines take '|' for the beginning of perfdata, and characters that
    /// nobody sees, or that move a terminal, are printed by nobody.</summary>
    public bool FitsText => !UntrustedText.NeedsCleaning(_text.ToString());

    /// <inheritdoc/>
    public override string ToString() => Problem is { } problem ? $"(command left out: {problem})" : Text;

    /// <summary>What the end of the command still lacks; null when it is whole.</summary>
    private protected virtual string? Unfinished => null;

    /// <summary>Makes the command unusable; the first reason counts, null is none.</summary>
    private protected void Refuse(string? problem) => _problem ??= problem;

    private protected void Write(string text) => _text.Append(text);

    private protected void WriteValue(string value, string quoted)
    {
        _values.Add(value);
        _text.Append(quoted);
    }

    private protected void WriteNested(PrintedCommand command)
    {
        _text.Append(command.Text);
        _values.AddRange(command._values);
        Refuse(command.Problem);
    }

    /// <summary>The literal words of the check; a line break or '|' in them is a mistake of the check's author.</summary>
    private protected void WriteLiteral(string words)
    {
        if (UntrustedText.NeedsCleaning(words))
            Refuse("it holds a character that engines do not carry; please report it");
        _text.Append(words);
    }
}
