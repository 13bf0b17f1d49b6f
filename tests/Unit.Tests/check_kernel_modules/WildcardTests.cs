using System.Runtime.InteropServices;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>Our fnmatch against the C library's, which is what kmod calls.</summary>
public sealed partial class WildcardTests
{
    [Theory]
    [InlineData("nf_conntrack", "nf_conntrack", true)]
    [InlineData("nf_*", "nf_conntrack", true)]
    [InlineData("*", "", true)]
    [InlineData("nf_?at", "nf_nat", true)]
    [InlineData("nf_[m-o]at", "nf_nat", true)]
    [InlineData("nf_[!n]at", "nf_nat", false)]
    [InlineData("nf_[^m]at", "nf_nat", true)]
    [InlineData("nf[[:punct:]]nat", "nf_nat", true)]
    [InlineData("[]a]x", "]x", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("*a*b*c*", "xxaxxbxxcxx", true)]
    [InlineData("pci:v00008086d*sv*sd*bc02sc00i*", "pci:v00008086d00001533sv00sd00bc02sc00i00", true)]
    public void A_pattern_matches_as_written(string pattern, string text, bool matches)
    {
        Assert.Equal(matches, Wildcard.Matches(pattern, text));
        Assert.Equal(matches, FnMatch(pattern, text, 0) == 0);
    }

    // Letters that make every branch likely; "[." and "[=" (collating symbols) have no meaning in module names.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_patterns_match_what_the_C_library_matches(int seed)
    {
        const string letters = "aab_*?[]!^-\\c";
        var random = new Random(seed);
        for (var round = 0; round < 40_000; round++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => letters[random.Next(letters.Length)]));
            var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "aab_c-]["[random.Next(8)]));
            Assert.True(Wildcard.Matches(pattern, text) == (FnMatch(pattern, text, 0) == 0), $"'{pattern}' on '{text}'");
        }
    }

    [Fact]
    public void Many_stars_do_not_take_for_ever() =>
        Assert.False(Wildcard.Matches(string.Concat(Enumerable.Repeat("*a", 2000)), new string('a', 3000) + "b"));

    [LibraryImport("libc", EntryPoint = "fnmatch", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FnMatch(string pattern, string text, int flags);
}
