using System.Text;

namespace Testing;

/// <summary>Damages text or bytes the way disks, networks and attackers do; the same seed gives the same damage.</summary>
public static class Mutation
{
    private static readonly string[] Hostile =
        ["", "\0", "\n", "\r\n", " ", "\t", "-1", "99999999999999999999", "0x10", "ÿ", "\u202e", "|", "'", "\"", "\\", "=", ";", "%s", "..",
        "/", "~", "@", ":", "1e309", "NaN"];

    /// <summary>One to four damages of a text.</summary>
    public static string Of(string text, Random random)
    {
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(text.Length + 1);
            var end = Math.Min(text.Length, at + random.Next(12));
            text = random.Next(7) switch
            {
                0 => text[..at],
                1 => text.Remove(at, end - at),
                2 => text.Insert(at, Hostile[random.Next(Hostile.Length)]),
                3 => text.Insert(at, text[at..end]),
                4 when at < text.Length => text[..at] + (char)random.Next(1, 300) + text[(at + 1)..],
                5 when at < text.Length => text[..at] + (char)(text[at] ^ (1 << random.Next(7))) + text[(at + 1)..],
                _ => text.Length == 0 ? "" : text.Insert(at, new string(text[random.Next(text.Length)], random.Next(1, 200))),
            };
        }

        return text;
    }

    /// <summary>One to four damages of bytes: cut, flipped bits, overwritten, repeated, inserted.</summary>
    public static byte[] Of(byte[] bytes, Random random)
    {
        var list = new List<byte>(bytes);
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(list.Count + 1);
            switch (random.Next(5))
            {
                case 0:
                    list.RemoveRange(at, list.Count - at);
                    break;
                case 1 when at < list.Count:
                    list[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when at < list.Count:
                    list[at] = (byte)random.Next(256);
                    break;
                case 3:
                    list.InsertRange(at, list.GetRange(at, Math.Min(16, list.Count - at)));
                    break;
                default:
                    list.InsertRange(at, Encoding.UTF8.GetBytes(Hostile[random.Next(Hostile.Length)]));
                    break;
            }
        }

        return [.. list];
    }
}
