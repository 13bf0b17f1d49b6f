namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Whoever listens at a Livestatus socket is looked at before anything is asked.</summary>
public sealed class LivestatusPeerTests : IDisposable
{
    private const int Stranger = 4242;
    private readonly TemporaryFolder _folder;

    public LivestatusPeerTests()
    {
        Requirements.Root();
        _folder = TemporaryFolder.OfRoot();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stranger_in_a_directory_that_all_may_write_to_is_asked_nothing()
    {
        var (look, heard) = Ask(0x1FF | 0x200, Stranger);

        Assert.Equal(3, look.ExitCode);
        Assert.StartsWith($"STALE_ACKS UNKNOWN - {_folder.Path}/open/live is held by uid {Stranger}, who is no engine's user",
            look.FirstLine, StringComparison.Ordinal);
        Assert.Contains($"ss -xlp src {_folder.Path}/open/live", look.Output, StringComparison.Ordinal);
        Assert.Equal("", heard);
    }

    [Fact]
    public void The_same_user_is_asked_where_only_he_and_root_could_make_the_socket()
    {
        var (_, heard) = Ask(0x1ED, Stranger);

        Assert.StartsWith("GET status", heard, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_account_is_asked_wherever_its_socket_is()
    {
        var (_, heard) = Ask(0x1FF | 0x200, 105);

        Assert.StartsWith("GET status", heard, StringComparison.Ordinal);
    }

    private (Look Look, string Heard) Ask(int mode, int user)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_folder.Path, "open")).FullName;
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        var heard = _folder.Write("heard", "");
        File.SetUnixFileMode(heard, (UnixFileMode)0x1B6);
        var socket = Path.Combine(directory, "live");

        // Listens as the user that it has become: the kernel keeps that one. The directory is his at that moment, then as is asked.
        const string Script = "use Socket; $| = 1; my ($name, $heard, $user) = @ARGV; $) = $( = $user; $> = $< = $user; "
            + "open(my $h, '>', $heard); socket(my $s, PF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un($name)) or die \"bind: $!\"; "
            + "listen($s, 2); print \"ready\\n\"; $SIG{ALRM} = sub { exit 0 }; alarm 20; "
            + "while (accept(my $c, $s)) { while (sysread($c, my $got, 65536)) { syswrite($h, $got); last } }";
        File.SetUnixFileMode(directory, (UnixFileMode)0x1FF);
        using var server = ProcessRun.Start("/usr/bin/perl", ["-e", Script, socket, heard, $"{user}"]);
        Assert.Equal("ready", server.StandardOutput.ReadLine());
        File.SetUnixFileMode(directory, (UnixFileMode)mode);
        var look = Look.With(_folder.Path, "--livestatus", socket, "-t", "5");
        server.Kill();
        server.WaitForExit();
        return (look, File.ReadAllText(heard));
    }
}
