using System.Text;

namespace Nagios.Plugin.Tests;

public sealed class UntrustedTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("nginx", "nginx")]
    [InlineData("länge 日本 😀", "länge 日本 😀")]
    [InlineData("a|b", "a/b")]
    [InlineData("two\nlines\r\nand\ttab", "two lines and tab")]
    [InlineData("  blanks   between  ", "blanks between")]
    [InlineData("\0nul\0", "nul")]
    [InlineData("\u001b[2J\u001b]0;title\u0007x", "[2J ]0;title x")]
    [InlineData("c1\u0085next\u009b31m", "c1 next 31m")]
    [InlineData("line\u2028sep\u2029par\u00a0nbsp\u3000wide", "line sep par nbsp wide")]
    [InlineData("\u202eevil\u2066\u200f\u061c", "?evil???")]
    [InlineData("zero\u200bwidth\ufeff\u00ad\u2060", "zero?width???")]
    [InlineData("tag\U000e0041", "tag?")]
    [InlineData("filler\u3164\u115f", "filler??")]
    [InlineData("private\ue000\U000f0000", "private??")]
    [InlineData("nothing\ufdd0\uffff", "nothing??")]
    [InlineData("bad\ufffdutf8", "bad?utf8")]
    [InlineData("e\u0301", "e\u0301")]
    public void What_moves_splits_or_hides_is_replaced(string? text, string clean) => Assert.Equal(clean, UntrustedText.Clean(text));

    // Not a row of the table above: attributes are stored as UTF-8, which has no lone surrogates.
    [Fact]
    public void Lone_surrogates_are_replaced() => Assert.Equal("lone?surrogate?", UntrustedText.Clean("lone\ud800surrogate\udc00"));

    [Theory]
    [InlineData("abcdefgh", 8, "abcdefgh")]
    [InlineData("abcdefghi", 8, "abcde...")]
    [InlineData("abcdefgh   ", 8, "abcdefgh")]
    [InlineData("abcdefgh   i", 8, "abcde...")]
    [InlineData("        i", 8, "i")]
    [InlineData("abcd😀efgh", 8, "abcd...")]
    [InlineData("😀😀😀😀", 8, "😀😀😀😀")]
    [InlineData("😀😀😀😀😀", 8, "😀😀...")]
    [InlineData("abcdefgh", 4, "a...")]
    public void Length_is_capped_between_characters(string text, int most, string clean) =>
        Assert.Equal(clean, UntrustedText.Clean(text, most));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "...")]
    [InlineData("abcd", 2, "")]
    [InlineData("äöü", 6, "äöü")]
    [InlineData("äöüß", 7, "äö...")]
    [InlineData("😀😀", 7, "😀...")]
    [InlineData("😀😀", 6, "...")]
    public void Bytes_are_capped_between_characters(string text, int most, string cut) =>
        Assert.Equal(cut, UntrustedText.FitBytes(text, most));

    [Fact]
    public void Whatever_comes_one_clean_line_of_the_right_length_goes_out()
    {
        var text = new HostileText(4711);
        for (var number = 0; number < 50_000; number++)
        {
            var (dirty, most) = (text.Next(), text.Random.Next(4, 60));
            var clean = UntrustedText.Clean(dirty, most);

            Assert.InRange(clean.Length, 0, most);
            Assert.True(clean.All(
                character => !char.IsControl(character) && character is not ('|' or '\u2028' or '\u2029' or '\u202e' or '\ufeff')), clean);
            Assert.False(clean.StartsWith(' ') || clean.EndsWith(' ') || clean.Contains("  ", StringComparison.Ordinal), clean);
            Assert.Equal(clean, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean)));
            Assert.Equal(clean, UntrustedText.Clean(clean, most));

            var fitted = UntrustedText.FitBytes(dirty, most);
            Assert.InRange(Encoding.UTF8.GetByteCount(fitted), 0, most);
        }
    }
}
