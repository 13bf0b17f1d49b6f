using Linux.Host;

namespace MySql.Session.Tests;

/// <summary>Whoever listens at a Unix socket is looked at before anything is sent to it.</summary>
public sealed class SocketPeerTests : IDisposable
{
    private const uint Stranger = 4242;

    // COM_QUIT, the one thing that is said to whoever is there.
    private const string Goodbye = "\u0001\0\0\0\u0001";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stranger_in_a_directory_that_all_may_write_to_is_sent_nothing()
    {
        var (output, heard) = Ask(0x1FF | 0x200, Stranger, abstractName: false);

        Assert.StartsWith($"SESSION UNKNOWN - socket {_folder.Path}/open/s.sock is held by uid {Stranger}, who is no server's user",
            output, StringComparison.Ordinal);
        Assert.Contains($"ss -xlp src {_folder.Path}/open/s.sock", output, StringComparison.Ordinal);
        Assert.Contains(heard, new[] { "", Goodbye });
    }

    [Fact]
    public void A_stranger_at_an_abstract_socket_is_sent_nothing()
    {
        var (output, heard) = Ask(0x1ED, Stranger, abstractName: true);

        Assert.Contains($"is held by uid {Stranger}, who is no server's user", output, StringComparison.Ordinal);
        Assert.Contains(heard, new[] { "", Goodbye });
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(105u)]
    public void Root_and_system_accounts_are_asked_wherever_their_socket_is(uint user)
    {
        var (output, heard) = Ask(0x1FF | 0x200, user, abstractName: false);

        Assert.DoesNotContain("is held by", output, StringComparison.Ordinal);
        Assert.Contains("nagios", heard, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_place_that_nobody_else_may_write_to_vouches_for_its_socket()
    {
        Assert.True(SocketPeer.AnybodyCouldMake("@mysql"));
        Assert.True(SocketPeer.AnybodyCouldMake("/tmp/mysql.sock"));
        Assert.True(SocketPeer.AnybodyCouldMake("/tmp/mysqld/mysql.sock"));
        Assert.False(SocketPeer.AnybodyCouldMake("/run/mysqld.sock"));
    }

    // Greets like a server, as another user, and writes down what it hears.
    private (string Output, string Heard) Ask(int mode, uint user, bool abstractName)
    {
        Requirements.Root();
        var directory = Path.Combine(_folder.Path, "open");
        Directory.CreateDirectory(directory);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(directory, (UnixFileMode)mode);
        var heard = Path.Combine(directory, "heard");
        var socket = abstractName ? $"@{Guid.NewGuid()}" : Path.Combine(directory, "s.sock");
        var body = FakeServer.Greeting();
        byte[] packet = [(byte)body.Length, 0, 0, 0, .. body];
        _folder.Write("greeting", "");
        File.WriteAllBytes(Path.Combine(_folder.Path, "greeting"), packet);
        File.WriteAllText(heard, "");
        File.SetUnixFileMode(heard, (UnixFileMode)0x1B6);
        // Listens as the user that it has become: the kernel keeps that one.
        var script = "use Socket; my ($name, $greeting, $heard, $user) = @ARGV; $) = $( = $user; $> = $< = $user; "
            + "$name =~ s/^@/\\0/; open(my $g, '<', $greeting); local $/; my $hello = <$g>; open(my $h, '>', $heard); "
            + "socket(my $s, PF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un($name)) or die \"bind: $!\"; listen($s, 2); "
            + "print \"ready\\n\"; $SIG{ALRM} = sub { exit 0 }; alarm 20; $| = 1; "
            + "while (accept(my $c, $s)) { syswrite($c, $hello); while (sysread($c, my $got, 65536)) { syswrite($h, $got); last } }";
        using var server = ProcessRun.Start("/usr/bin/perl", ["-e", "$| = 1; " + script, socket, Path.Combine(_folder.Path, "greeting"),
            heard, $"{user}"]);
        Assert.Equal("ready", server.StandardOutput.ReadLine());
        var run = SessionRun.Of("--socket", socket, "-u", "nagios", "-p", "secret", "-t", "5");
        server.Kill();
        server.WaitForExit();
        return (run.Output, File.ReadAllText(heard));
    }
}
