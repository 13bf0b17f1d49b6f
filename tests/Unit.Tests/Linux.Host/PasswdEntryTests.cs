namespace Linux.Host.Tests;

/// <summary>Lines in the form of passwd(5).</summary>
public sealed class PasswdEntryTests
{
    private const string Text = """
        root:x:0:0:root:/root:/bin/bash
        # a comment
        nagios:x:105:112::/var/lib/nagios:/usr/sbin/nologin
        broken:x:abc:1::/:/bin/sh
        short:x:7
        :x:8:8::/:/bin/sh
        +::::::
        toor:x:0:0:another root:/home/toor:/bin/sh
        homeless:x:200:200:::/bin/sh
        -rf:x:300:300::/:/bin/sh
        a b:x:301:301::/:/bin/sh
        ..:x:302:302::/:/bin/sh
        """;

    [Fact]
    public void Only_whole_lines_are_entries() =>
        Assert.Equal(["root", "nagios", "toor", "homeless", "-rf", "a b", ".."], PasswdEntry.Parse(Text).Select(entry => entry.Name));

    [Fact]
    public void The_first_of_several_with_one_id_counts()
    {
        using var tree = new TemporaryFolder();
        tree.Write("etc/passwd", Text);
        var accounts = UserAccounts.Read(new HostFiles(tree.Path));
        Assert.Equal(new PasswdEntry("root", 0, 0, "/root", "/bin/bash"), accounts.OfUser(0));
        Assert.Equal(("/var/lib/nagios", 112u, false), (accounts.OfUser(105)!.Home, accounts.OfUser(105)!.GroupId,
            accounts.OfUser(105)!.CanLogIn));
        Assert.Equal("", accounts.OfUser(200)!.Home);
        Assert.Null(accounts.OfUser(4294967294));
    }

    [Theory]
    [InlineData(105, "user nagios (uid 105)")]
    [InlineData(300, "uid 300")]
    [InlineData(301, "uid 301")]
    [InlineData(302, "uid 302")]
    [InlineData(999, "uid 999")]
    public void A_name_is_printed_only_when_it_is_a_plain_one(uint user, string words)
    {
        using var tree = new TemporaryFolder();
        tree.Write("etc/passwd", Text);
        Assert.Equal(words, UserAccounts.Read(new HostFiles(tree.Path)).Describe(user));
    }

    [Fact]
    public void Without_the_file_nobody_has_a_name()
    {
        using var tree = new TemporaryFolder();
        Assert.Equal("uid 0", UserAccounts.Read(new HostFiles(tree.Path)).Describe(0));
    }
}
