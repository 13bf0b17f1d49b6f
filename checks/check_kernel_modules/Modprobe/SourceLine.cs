namespace NagiosChecks.KernelModules;

/// <summary>Where a decision stands: a file of this host and the line, or a part of /proc without lines.</summary>
/// <param name="Path">The path on the host, without <c>--root</c>.</param>
/// <param name="Number">The line where the statement begins, from 1; 0 where lines mean nothing.</param>
/// <param name="Text">The statement as kmod understood it: one line, continued lines joined.</param>
internal sealed record SourceLine(string Path, int Number, string Text)
{
    /// <summary><c>'blacklist nf_nat' (/etc/modprobe.d/x.conf:3)</c>.</summary>
    public override string ToString() => $"'{Text}' ({Place})";

    /// <summary><c>/etc/modprobe.d/x.conf:3</c>.</summary>
    public string Place => Number > 0 ? $"{Path}:{Number}" : Path;
}
