using System.Runtime.InteropServices;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>An extended regular expression as grep -E reads it: regcomp(3) of libc, which costs the executable nothing.</summary>
internal sealed unsafe class TextPattern
{
    // From regex.h: glibc and musl agree on REG_EXTENDED only; the others are not needed.
    private const int Extended = 1;

    // sizeof(regex_t) is 64 with glibc and musl on 64-bit machines.
    private const int Room = 256;

    private readonly void* _compiled;

    /// <summary>Compiles a pattern.</summary>
    /// <param name="option">The option it comes from, for the error text.</param>
    /// <param name="pattern">The pattern; matches anywhere in a text unless it has ^ or $.</param>
    /// <exception cref="CheckException">Not an extended regular expression, or one with \d, which libc would take for the letter
    /// d.</exception>
    public TextPattern(string option, string pattern)
    {
        if (pattern.Contains("\\d", StringComparison.Ordinal))
            throw CheckException.Usage(option, pattern, "uses \\d; write [0-9], as for grep -E");
        HasGroup = HoldsGroup(pattern);
        _compiled = NativeMemory.AllocZeroed(Room);
        if (NativeMethods.CompilePattern(_compiled, pattern, Extended) != 0)
            throw CheckException.Usage(option, pattern, "is not an extended regular expression, as for grep -E");
    }

    /// <summary>True when the pattern has a group whose text <see cref="Find"/> gives.</summary>
    public bool HasGroup { get; }

    /// <summary>True when the pattern is found in the text.</summary>
    public bool Matches(string text) => Find(text, out _);

    /// <summary>True when the pattern is found in the text; gives what its first group holds.</summary>
    public bool Find(string text, out string group)
    {
        // libc stops at a NUL, so one inside the text must not hide what follows it.
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length) + 1];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        bytes.AsSpan(0, length).Replace((byte)0, (byte)' ');
        bytes[length] = 0;
        // regmatch_t is two offsets of 32 bits with glibc, and of 64 with musl: both fit, and the suite's executables use glibc.
        var matches = stackalloc int[8];
        new Span<int>(matches, 8).Fill(-1);
        fixed (byte* start = bytes)
        {
            var found = NativeMethods.MatchPattern(_compiled, start, 2, matches, 0) == 0;
            group = found && matches[2] >= 0 ? Encoding.UTF8.GetString(bytes, matches[2], matches[3] - matches[2]) : "";
            return found;
        }
    }

    // A parenthesis opens a group unless it is escaped or stands in a bracket expression. A bracket that closes first of all is a sign of
    // the expression: []a] and [^]a].
    private static bool HoldsGroup(string pattern)
    {
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] == '(')
                return true;
            if (pattern[index] == '\\')
                index++;
            else if (pattern[index] == '[')
                index = EndOfBrackets(pattern, index);
        }

        return false;
    }

    private static int EndOfBrackets(string pattern, int start)
    {
        var first = start + (pattern.AsSpan(start).StartsWith("[^") ? 2 : 1);
        var end = first < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
        return end < 0 ? pattern.Length : end;
    }
}
