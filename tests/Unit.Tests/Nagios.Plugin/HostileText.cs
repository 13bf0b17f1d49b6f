using System.Text;

namespace Nagios.Plugin.Tests;

/// <summary>Seeded text of the worst kind: what process names, file names, comments and command lines can hold.</summary>
internal sealed class HostileText(int seed)
{
    private static readonly string[] Pieces =
    [
        "|", "'", "\"", "=", ";", ":", "::", "\\", "\n", "\r", "\r\n", "\t", "\0", "\u001b[31m", "\u001b]0;x\u0007", "\u007f", "\u0085",
            "\u009b", "\u00a0", "\u00ad",
        "\u061c", "\u200b", "\u200e", "\u202e", "\u2028", "\u2029", "\u2066", "\u3000", "\ufeff", "\ufffd", "\ufff9", "\ud800", "\udc00",
            "\udfff", "\ue000", "😀", "👩‍👩‍👧", "日本語", "länge", "e\u0301\u0301\u0301",
        " ", "  ", "%s", "%n", "$(reboot)", "`id`", "<b>", "&amp;", "OK - ", "CRITICAL", "a=1", "| a=1;2;3", "{}", "[", "\"}",
            "../../etc/passwd", "-5:5", "@", "~", "~:", "NaN", "Infinity", "1e308", "١٠", "0", "10", "-1", ".5", "10G", "30m",
        "--", "-", "-v", "-h", "--warning", "--warning=", "-w", "--output", "json", "--forbid", "--timeout", "--x",
            "end 3 0123456789abcdef", "- ", "key ", "clock 1 2 3", "nagios-checks-state 1",
    ];

    private readonly Random _random = new(seed);

    public Random Random => _random;

    /// <summary>A few pieces, letters and arbitrary UTF-16 units in a row; sometimes nothing, sometimes very much.</summary>
    public string Next(int mostParts = 8)
    {
        var text = new StringBuilder();
        var parts = _random.Next(mostParts + 1);
        for (var part = 0; part < parts; part++)
        {
            switch (_random.Next(6))
            {
                case 0:
                    text.Append((char)_random.Next(0x10000));
                    break;
                case 1:
                    text.Append(Piece(), 0, 1);
                    break;
                case 2:
                    text.Append((char)_random.Next('a', 'z' + 1), _random.Next(1, 12));
                    break;
                default:
                    text.Append(Piece());
                    break;
            }
        }

        if (_random.Next(200) == 0)
            text.Insert(0, Piece(), 700);
        return text.ToString();
    }

    /// <summary>One of the pieces as it is.</summary>
    public string Piece() => Pieces[_random.Next(Pieces.Length)];

    /// <summary>A valid text with some of its units deleted, doubled, exchanged or replaced.</summary>
    public string Mutate(string text)
    {
        var mutant = new StringBuilder(text);
        for (var change = _random.Next(1, 5); change > 0; change--)
        {
            var place = _random.Next(mutant.Length + 1);
            switch (_random.Next(5))
            {
                case 0 when place < mutant.Length:
                    mutant.Remove(place, _random.Next(1, Math.Min(8, mutant.Length - place) + 1));
                    break;
                case 1:
                    mutant.Insert(place, Piece());
                    break;
                case 2 when place < mutant.Length:
                    mutant[place] = (char)_random.Next(0x100);
                    break;
                case 3 when place < mutant.Length:
                    mutant.Append(mutant.ToString(place, mutant.Length - place));
                    break;
                default:
                    mutant.Length = place;
                    break;
            }
        }

        return mutant.ToString();
    }
}
