namespace Linux.Host.Tests;

/// <summary>The one rule for files with secrets, over owners, groups and modes.</summary>
public sealed class FileTrustTests : IDisposable
{
    private const uint Root = 0, Nagios = 110, Alice = 1000, Users = 100;
    private readonly TemporaryFolder _host = new();
    private readonly UserAccounts _accounts;

    public FileTrustTests()
    {
        _host.Write("etc/passwd", """
            root:x:0:0:root:/root:/bin/bash
            nagios:x:110:110::/var/lib/nagios:/usr/sbin/nologin
            alice:x:1000:1000::/home/alice:/bin/bash
            bob:x:1001:100::/home/bob:/bin/bash
            carol:x:1002:1002::/home/carol:/bin/bash
            robot:x:1003:1003::/srv/robot:/usr/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """);
        _accounts = UserAccounts.Read(new HostFiles(_host.Path));
    }

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(Root, Nagios, 0x1A0, null, null, null)] // root:nagios 0640, the documented form
    [InlineData(Nagios, Nagios, 0x180, null, null, null)] // the check's own, 0600
    [InlineData(Nagios, Nagios, 0x1B0, null, null, null)] // its own group, 0660
    [InlineData(Root, Root, 0x1A4, null, null, "everybody")] // 0644
    [InlineData(Root, Root, 0x1B6, null, "everybody", "everybody")] // 0666
    [InlineData(Root, Users, 0x1A0, null, null, "a group that people belong to")] // bob's login group
    [InlineData(Root, Users, 0x190, null, "a group that people belong to", null)] // 0620
    [InlineData(Alice, Alice, 0x180, "alice", null, null)] // somebody else's
    [InlineData(Alice, Alice, 0x1B0, "alice", null, null)] // her private group is no other people's
    [InlineData(Root, 1002u, 0x1A0, null, null, "a group that people belong to")] // carol's private group, and she is a person
    [InlineData(Root, 1003u, 0x1A0, null, null, null)] // the group of an account that nobody logs in with
    [InlineData(4242u, Nagios, 0x180, "user 4242", null, null)] // an owner without a name
    public void Owner_group_and_mode_decide(uint owner, uint group, int mode, string? stranger, string? writers, string? readers) =>
        Assert.Equal(new FileTrust(stranger, writers, readers),
            FileTrust.Of(Status(owner, group, mode), Nagios, _accounts));

    [Fact]
    public void The_running_users_own_group_is_no_stranger() =>
        Assert.Null(FileTrust.Of(Status(Root, 1002, 0x1A0), 1002, _accounts).Problem);

    [Theory]
    [InlineData(Alice, Alice, 0x180, "belongs to alice, neither root nor the user that runs this check")]
    [InlineData(Root, Root, 0x1A4, "can be read by everybody")]
    [InlineData(Root, Users, 0x1B0, "can be changed by a group that people belong to")]
    [InlineData(Root, Nagios, 0x1A0, null)]
    public void The_worst_is_told_in_words(uint owner, uint group, int mode, string? words) =>
        Assert.Equal(words, FileTrust.Of(Status(owner, group, mode), Nagios, _accounts).Problem);

    private static FileStatus Status(uint owner, uint group, int mode) =>
        new((ushort)(0x8000 | mode), owner, 1, 1, 0, 0, 0) { GroupId = group };
}
