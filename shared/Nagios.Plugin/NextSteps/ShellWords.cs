namespace Nagios.Plugin;

/// <summary>Follows the literal words of a shell command, so that it is known what stands before a value.</summary>
internal sealed class ShellWords
{
    private char _quote;
    private bool _isEscaped;
    private bool _isInWord;
    private bool _hasEndOfOptions;
    private char _lastSign;
    private string _word = "";

    /// <summary>True inside '...' or "..." of the literal words.</summary>
    public bool IsInQuotes => _quote != 0;

    /// <summary>True where a value that begins with '-' would be an option of the program: it begins a word, no <c>--</c> stands
    /// before it, and it is no target of a redirection.</summary>
    public bool WouldBeOption => !_isInWord && !_hasEndOfOptions && _lastSign is not ('>' or '<');

    /// <summary>Takes in literal words.</summary>
    public void Follow(string words)
    {
        foreach (var sign in words)
            Follow(sign);
    }

    /// <summary>Takes in a value: from here on the word goes on.</summary>
    public void FollowValue()
    {
        _isInWord = true;
        _word += '\u0001';
        _lastSign = '\u0001';
    }

    private void Follow(char sign)
    {
        if (_isEscaped)
            _isEscaped = false;
        else if (_quote != 0)
            _quote = sign == _quote ? '\0' : _quote;
        else if (sign is '\'' or '"')
            _quote = sign;
        else if (sign == '\\')
            _isEscaped = true;
        else if (sign is ' ' or ';' or '&' or '(' or ')' or '<' or '>')
        {
            EndWord(sign);
            return;
        }

        _isInWord = true;
        _word += sign;
        _lastSign = sign;
    }

    private void EndWord(char sign)
    {
        if (_word == "--")
            _hasEndOfOptions = true;
        _word = "";
        _isInWord = false;
        // Another command begins: what stood before it says nothing about its options.
        if (sign is ';' or '&' or '(')
            _hasEndOfOptions = false;
        if (sign != ' ')
            _lastSign = sign;
    }
}
