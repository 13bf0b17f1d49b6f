namespace NagiosChecks.Conntrack.Tests;

/// <summary>A real /proc that hides the processes of others (hidepid of proc(5)), seen by nobody: what is hidden is said, by the check
/// and by triage, and never passes for absent.</summary>
public sealed class HiddenProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HiddenProcessTests()
    {
        Requirements.Root();
        Requirements.Program("util-linux", "/usr/bin/setpriv");
        foreach (var name in new[] { "check_conntrack", "triage" })
            Repository.CopyExecutable(name, Path.Combine(_folder.Path, name));
        ProcessRun.OfShell($"chmod 755 {_folder.Path}; mkdir {_folder.Path}/state; chown 65534 {_folder.Path}/state; "
            + $"chmod 700 {_folder.Path}/state");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1", "permission denied")]
    [InlineData("2", "/proc is mounted with hidepid")]
    [InlineData("ptraceable", "/proc is mounted with hidepid")]
    public void Hidden_namespaces_are_said_and_not_OK_where_tracking_is_forbidden(string hidden, string reason)
    {
        var run = AsNobody(hidden, "check_conntrack");
        var forbidden = AsNobody(hidden, "check_conntrack --forbid --if-idle ok");
        var triage = AsNobody(hidden, "triage");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("CONNTRACK OK - own table only: ", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains(reason, run.Output, StringComparison.Ordinal);
        Assert.Equal(3, forbidden.ExitCode);
        Assert.Contains("so that nobody can tell whether connections are tracked there", forbidden.FirstLine, StringComparison.Ordinal);
        Assert.Matches($"conntrack: cannot see the network namespaces? of [^\n]*{reason}", triage.Output);
    }

    // In process and mount namespaces of its own, so that the /proc of this host stays as it is. The
    // shell stays process 1: whoever sees that one is taken to see all.
    private ProcessRun AsNobody(string hidden, string command) => ProcessRun.Of("unshare",
        ["--mount", "--pid", "--fork", "sh", "-c",
            $"mount -t proc -o hidepid={hidden} proc /proc && setpriv --reuid=65534 --regid=65534 --clear-groups "
                + $"{_folder.Path}/{command} --state-dir {_folder.Path}/state; exit $?"]);
}
